"""Review process (评审程序): who may do what and when; blind until signed."""

"""Filing (填报): the workbook that enterprises fill in, its dry run and its writing."""

"""Pure helpers of all rooms (公用的纯函数); nothing here knows Django or the clock."""

"""Configuration (配置): settings from the environment, addresses, servers' entry points."""

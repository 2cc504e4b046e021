"""People (人员): users, roles, who may see which park, leaders and officers in charge."""

"""Kit (组件样张): the page that shows every component at once."""

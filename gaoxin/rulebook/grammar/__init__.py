"""Grammar (规则语法): how each part of a rule file is read into the expression tree."""

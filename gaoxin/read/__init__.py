"""Reading the press (读报): raw pages become stories and facts that cite their span."""

"""Plans of rotation and secondment: the model, the solver call, the check and the explanation; not what is due."""

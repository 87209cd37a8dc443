"""Answers to `adadelta_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "root mean squares as a function",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            def rms(a):
                return (a + eps) ** 0.5

            Eg = rho * Eg + (1 - rho) * np.square(g)
            dx = -rms(Ed) / rms(Eg) * g
            return w + dx, Eg, rho * Ed + (1 - rho) * dx * dx
        """,
    ),
    right(
        "one root of the quotient",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            squares = Eg * rho + g * g * (1 - rho)
            step = g * np.sqrt((Ed + eps) / (squares + eps))
            return w - step, squares, Ed + (1 - rho) * (step**2 - Ed)
        """,
    ),
    wrong(
        "the average of the steps first, with the step of RMSProp in it",
        "",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            step = g / np.sqrt(Eg + eps)
            Ed = rho * Ed + (1 - rho) * step**2
            return w - np.sqrt(Ed + eps) * step, Eg, Ed
        """,
    ),
    wrong(
        "a rate of 0.001, as in Keras",
        "lr",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
            Ed = rho * Ed + (1 - rho) * delta**2
            return w - 0.001 * delta, Eg, Ed
        """,
    ),
    wrong(
        "eps below only",
        "no_eps_num",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = np.sqrt(Ed) / np.sqrt(Eg + eps) * g
            Ed = rho * Ed + (1 - rho) * delta**2
            return w - delta, Eg, Ed
        """,
    ),
    wrong(
        "eps outside of the roots, as in Adam",
        "outside",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = (np.sqrt(Ed) + eps) / (np.sqrt(Eg) + eps) * g
            Ed = rho * Ed + (1 - rho) * delta**2
            return w - delta, Eg, Ed
        """,
    ),
    wrong(
        "the second average of gradients",
        "ed_of_gradients",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
            Ed = rho * Ed + (1 - rho) * g**2
            return w - delta, Eg, Ed
        """,
    ),
    wrong(
        "steps averaged without the square",
        "",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
            Ed = rho * Ed + (1 - rho) * np.abs(delta)
            return w - delta, Eg, Ed
        """,
    ),
    wrong(
        "the step is added",
        "ascent",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg = rho * Eg + (1 - rho) * g**2
            delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
            Ed = rho * Ed + (1 - rho) * delta**2
            return w + delta, Eg, Ed
        """,
    ),
    wrong(
        "the averages are changed in place",
        "X9",
        """
        def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
            Eg *= rho
            Eg += (1 - rho) * g**2
            delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
            Ed *= rho
            Ed += (1 - rho) * delta**2
            return w - delta, Eg, Ed
        """,
    ),
]

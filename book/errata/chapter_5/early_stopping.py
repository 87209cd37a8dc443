"""Early stopping and data augmentation."""

from booksite.errata.entries import erratum, numbers, wording


@erratum(
    topic="early-stopping-patience",
    said="An advantage of early stopping: no additional hyperparameter.",
    right="""It has several: how many epochs to wait for a better value (the patience), what counts
        as better, and which measure is watched. They decide where it stops.""",
)
def e_early_stopping_hyper():
    """Nine validation losses; the best one that was seen when training stops, with a patience of 1
    and of 3 epochs."""
    losses = [1.0, 0.8, 0.82, 0.81, 0.7, 0.6, 0.61, 0.62, 0.63]

    def best_when_stopped(patience):
        best = 0
        for epoch, loss in enumerate(losses):
            if loss < losses[best]:
                best = epoch
            if epoch - best >= patience:
                break
        return losses[best]

    return numbers(
        false="best_with_patience_1 == best_with_patience_3",
        true="best_with_patience_3 < best_with_patience_1",
        best_with_patience_1=best_when_stopped(1),
        best_with_patience_3=best_when_stopped(3),
    )


e_chapter_promises = wording(
    topic="data-augmentation",
    said="""A chapter announces overfitting and underfitting, and data augmentation and how it
        helps; it has no section on either.""",
    right="""Both are taught here: overfitting has a page of its own, before the remedies, and
        augmentation is one of them.""",
    reason="The penalties and dropout that it does have are remedies for what was left out.",
)

"""Versions of `broken_pipeline`: the leaks planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

planted(
    "split_by_rows",
    "test = np.isin(who, who[test_rows])",
    "test = np.isin(np.arange(len(who)), test_rows)",
    message="a person has rows on both sides of the split: other rows of the tested persons are "
    "learned from",
    look_at="whose rows the training rows are",
)

planted(
    "scaled_by_all",
    "X[train].mean(axis=0), X[train].std(axis=0)",
    "X.mean(axis=0), X.std(axis=0)",
    message="place and scale of the columns come from all rows, those of the test included",
    look_at="which rows have a say in mean and deviation",
)

planted(
    "bias_of_all",
    "bias = y[train].mean()",
    "bias = y.mean()",
    message="the bias is the mean of all labels, those of the test included",
    look_at="which labels the bias is made of",
)

planted(
    "selected_by_all",
    "np.abs(Z[train].T @ (y[train] - bias))",
    "np.abs(Z.T @ (y - bias))",
    message="columns are chosen by all labels, those of the test included",
    look_at="which labels have a say in the choice of columns",
)

planted(
    "tuned_on_test",
    "errors.append(squared[validation].mean())",
    "errors.append(squared[test].mean())",
    message="the strength with the smallest error on the test rows is taken; the validation rows "
    "are there for this",
    look_at="the rows on which the strengths are compared",
)

edited(
    "tuned_on_training",
    "errors.append(squared[validation].mean())",
    "errors.append(squared[train].mean())",
    message="the strengths are compared on the rows that they were fitted to, where the weakest "
    "penalty always wins",
    look_at="the rows on which the strengths are compared",
)

edited(
    "validation_learned",
    "train = ~test & ~validation",
    "train = ~test",
    message="the validation rows are training rows as well: strengths are compared on rows that "
    "they were fitted to",
    look_at="which rows train holds",
)

edited(
    "tested_person_validates",
    "who[validation_rows]) & ~test",
    "who[validation_rows])",
    message="a person who is drawn for both belongs to the test alone",
    look_at="whether validation and test share a person",
)

edited(
    "all_by_rows",
    "test = np.isin(who, who[test_rows])",
    "test = np.isin(np.arange(len(who)), test_rows)",
    "validation = np.isin(who, who[validation_rows])",
    "validation = np.isin(np.arange(len(who)), validation_rows)",
    message="both splits are made by rows: a person has rows on several sides",
    look_at="whose rows the training rows are",
)

edited(
    "positive_alone",
    "np.abs(Z[train].T @ (y[train] - bias))",
    "(Z[train].T @ (y[train] - bias))",
    message="a column that goes down where the labels go up is never chosen",
    look_at="the sign of a column's correlation",
)

edited(
    "last_fit",
    "fits[best]",
    "fits[-1]",
    message="the predictions are those of the last strength, whichever was the best",
    look_at="which fit is handed on",
)

edited(
    "scored_everywhere",
    "np.mean((predicted - y[test]) ** 2)",
    "np.mean((fits[best] - y) ** 2)",
    message="the error is that of all rows, those learned from included",
    look_at="which rows the last error is a mean over",
)


@right("sets_first", message="three tables first, then only these")
def broken_pipeline(X, y, who, test_rows, validation_rows, keep, strengths):
    tested = set(who[test_rows].tolist())
    judging = set(who[validation_rows].tolist()) - tested
    parts = {"train": [], "validation": [], "test": []}
    for row, person in enumerate(who.tolist()):
        name = "test" if person in tested else "validation" if person in judging else "train"
        parts[name].append(row)
    (X1, y1), (X2, y2), (X3, y3) = ((X[rows], y[rows]) for rows in parts.values())
    mean, std = np.mean(X1, axis=0), np.std(X1, axis=0)
    X1, X2, X3 = ((part - mean) / std for part in (X1, X2, X3))
    bias = np.mean(y1)
    relevance = np.abs((y1 - bias) @ X1)
    chosen = sorted(np.argsort(relevance)[::-1][:keep].tolist())
    best = None
    for strength in strengths:
        A = X1[:, chosen]
        w = np.linalg.inv(A.T @ A + strength * len(A) * np.eye(keep)) @ A.T @ (y1 - bias)
        error = np.mean((X2[:, chosen] @ w + bias - y2) ** 2)
        if best is None or error < best[0]:
            best = error, strength, w
    predicted = X3[:, chosen] @ best[2] + bias
    return [np.array(chosen), best[1], predicted, np.mean((predicted - y3) ** 2)]


@right("stacked", message="the penalty as further rows of a least-squares problem")
def broken_pipeline(X, y, who, test_rows, validation_rows, keep, strengths):
    test = (who[:, None] == who[test_rows]).any(axis=1)
    validation = (who[:, None] == who[validation_rows]).any(axis=1) & (test == 0)
    train = np.flatnonzero(~(test | validation))
    Z = (X - X[train].mean(axis=0)) / np.sqrt(X[train].var(axis=0))
    correlations = np.corrcoef(Z[train].T, y[train])[-1, :-1]
    chosen = np.sort(np.argsort(-(correlations**2))[:keep])
    bias = np.sum(y[train]) / len(train)

    def predictions(strength):
        A = np.vstack([Z[train][:, chosen], np.sqrt(strength * len(train)) * np.eye(keep)])
        target = np.append(y[train] - bias, np.zeros(keep))
        return Z[:, chosen] @ np.linalg.lstsq(A, target, rcond=None)[0] + bias

    def error(strength, rows):
        return float(np.mean(np.square(predictions(strength) - y)[rows]))

    strength = min(strengths, key=lambda each: error(each, validation))
    return chosen, strength, predictions(strength)[test], error(strength, test)


@right("row_by_row", message="persons as sets; slopes with the penalty on the sum of squares")
def broken_pipeline(X, y, who, test_rows, validation_rows, keep, strengths):
    people = [set(who[np.array(rows)].tolist()) for rows in (test_rows, validation_rows)]
    test = np.array([person in people[0] for person in who])
    validation = np.array([person in people[1] - people[0] for person in who])
    train = ~(test | validation)
    rows = int(train.sum())
    Z = (X - X[train].sum(axis=0) / rows) / X[train].std(axis=0)
    bias = y[train].sum() / rows
    covariances = [float(column @ y[train]) / rows for column in Z[train].T]
    ranked = sorted(range(X.shape[1]), key=lambda j: abs(covariances[j]))
    chosen = sorted(ranked[len(ranked) - keep :])
    Z = Z[:, chosen]
    G, c = Z[train].T @ Z[train], Z[train].T @ y[train]
    answers = [bias + Z @ np.linalg.solve(G + s * rows * np.eye(keep), c) for s in strengths]
    costs = [np.sum((answer[validation] - y[validation]) ** 2) for answer in answers]
    best = costs.index(min(costs))
    gaps = answers[best][test] - y[test]
    return np.array(chosen), float(strengths[best]), answers[best][test], gaps @ gaps / len(gaps)

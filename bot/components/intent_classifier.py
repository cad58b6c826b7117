"""What a message is meant as: logistic regression on runs of characters.

Chinese has no blanks to tokenise by, and a sentence is recognised by its characters. Unlike Rasa's own
`CountVectorsFeaturizer` with `LogisticRegressionClassifier`, every message has features of length one, the n-grams
never seen in training included: "谢谢，那奖金是多少" is then one fifth a thank-you, not a thank-you with additions.

Courtesies are short and much alike, and so is a keyword typed alone. Hence a courtesy must also be made of runs known
from courtesies, and each of its clauses must be one. Latin words are made of the same few letters: what has one that no
small talk has is about something ("is that legit" is no goodbye). Measured on tests/rasa/bot/messages.yml.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from bot.components.courtesies import clauses

_FILE = "intents.npz"
_LATIN = re.compile(r"[a-z]+")
_LEARNT = ("classes_", "coef_", "intercept_")  # all that a fitted regression needs to predict


def plain(text: str) -> str:
    """Half-width, lower case, without punctuation, with its ends marked."""
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold())
    return f"^{words.strip()}$"


def _latin(text: str) -> list[str]:
    return _LATIN.findall(plain(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CharacterIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` of each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`small_talk` are the intents about nothing in particular, `courtesies` those of them that are turns of phrase;
        `features` is the size of the hash space; `C` scikit-learn's inverse regularisation; `familiar` the share of
        a courtesy's runs that are known (held-out courtesies: 0.67 to 1, keywords never seen: 0.2 to 0.56); `clear`
        the confidence with which a clause beside a courtesy speaks for the whole message."""
        return {
            "longest_run": 3,
            "features": 2**15,
            "C": 30.0,
            "ranking_length": 3,
            "courtesies": [],
            "small_talk": [],
            "familiar": 0.6,
            "clear": 0.5,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharacterIntentClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            learnt = np.load(folder / _FILE)
            for name in _LEARNT:
                setattr(component._regression, name, learnt[name])
            component._familiar = learnt["familiar"]
            component._chatted = frozenset(learnt["chatted"].tolist())
        return component

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        # Has no state: it is made from the configuration, not stored.
        self._features = HashingVectorizer(
            preprocessor=plain,
            analyzer="char",
            ngram_range=(1, config["longest_run"]),
            n_features=config["features"],
            alternate_sign=False,
        )
        self._regression = LogisticRegression(
            C=config["C"], class_weight="balanced", max_iter=2000, random_state=0
        )
        self._familiar = np.zeros(config["features"], dtype=bool)  # the runs that courtesies are made of
        self._chatted: frozenset[str] = frozenset()  # the Latin words of small talk

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        runs = self._features.transform(example.get(TEXT) for example in examples)
        intents = np.array([example.get(INTENT) for example in examples])
        self._regression.fit(runs, intents)
        self._familiar[runs[np.isin(intents, self._config["courtesies"])].indices] = True
        small_talk = (
            each for each in training_data.intent_examples if each.get(INTENT) in self._config["small_talk"]
        )
        self._chatted = frozenset(word for each in small_talk for word in _latin(each.get(TEXT)))
        with self._storage.write_to(self._resource) as folder:
            # Plain arrays: reading scikit-learn's own file formats takes longer than all else of Rasa's start.
            learnt = {name: getattr(self._regression, name) for name in _LEARNT}
            chatted = np.array(sorted(self._chatted), dtype=str)
            np.savez(folder / _FILE, **learnt, familiar=self._familiar, chatted=chatted)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._ranking(message.get(TEXT) or "")[: self._config["ranking_length"]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        ranking = self._ranked(text)
        if not self._chatted.issuperset(_latin(text)):
            ranking = [entry for entry in ranking if entry["name"] not in self._config["small_talk"]]
        if not self._courteous(ranking):
            return ranking
        for clause in clauses(text):
            inner = self._ranked(clause)
            if inner[0]["confidence"] >= self._config["clear"] and not self._courteous(inner):
                return inner
        return (
            ranking
            if self._is_familiar(text)
            else [entry for entry in ranking if not self._courteous([entry])]
        )

    def _ranked(self, text: str) -> list[dict[str, Any]]:
        """Every intent, the likeliest first."""
        (shares,) = self._regression.predict_proba(self._features.transform([text]))
        best = np.argsort(-shares, kind="stable")
        return [{"name": str(self._regression.classes_[i]), "confidence": float(shares[i])} for i in best]

    def _courteous(self, ranking: list[dict[str, Any]]) -> bool:
        return ranking[0]["name"] in self._config["courtesies"]

    def _is_familiar(self, text: str) -> bool:
        return self._familiar[self._features.transform([text]).indices].mean() >= self._config["familiar"]

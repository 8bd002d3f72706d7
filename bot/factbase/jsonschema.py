"""The JSON Schemas of the editors' files, generated from the models that validate them."""

import json

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from bot.factbase.entries import SourceFile, TopicFile, VocabularyFile

MODELS: dict[str, type[BaseModel]] = {"topic": TopicFile, "source": SourceFile, "vocabulary": VocabularyFile}


def schemas() -> dict[str, str]:
    """Each schema's file name with its text: JSON Schema 2020-12, as editors' YAML plug-ins read it."""
    texts: dict[str, str] = {}
    for name, model in MODELS.items():
        schema = {"$schema": GenerateJsonSchema.schema_dialect, **model.model_json_schema()}
        texts[f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return texts

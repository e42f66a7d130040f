-- The second statement has a typing error.
INSERT INTO llm_models (name, provider, model_id) VALUES ('never', 'p', 'm');
INSERT INTO llm_model (name)
VALUES ('x');

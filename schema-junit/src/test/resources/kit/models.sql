INSERT INTO llm_models (name, provider, model_id) VALUES ('by classpath', 'p', 'm');

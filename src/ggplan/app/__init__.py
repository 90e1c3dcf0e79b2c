"""The use cases as functions: settings in, result out, nothing printed. One module an area; `import ggplan` re-exports."""

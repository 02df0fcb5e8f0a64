namespace Pando.Cli.Output;

/// <summary>Names and values under each other, the values in one column. What has no value is left out.</summary>
internal sealed class FactSheet
{
    private readonly List<(string Name, string Value, Func<string, string>? Paint)> _facts = [];

    public FactSheet Add(string name, string? value, Func<string, string>? paint = null)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _facts.Add((name, Printable.Of(value), paint));
        }
        return this;
    }

    public void WriteTo(TextWriter writer)
    {
        var width = _facts.Max(fact => DisplayWidth.Of(fact.Name)) + 2;
        foreach (var (name, value, paint) in _facts)
        {
            writer.WriteLine($"{name}:{new string(' ', width - DisplayWidth.Of(name))}{paint?.Invoke(value) ?? value}");
        }
    }
}

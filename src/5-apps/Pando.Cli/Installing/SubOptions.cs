using Pando.Cli.Failures;
using Pando.Cli.Usage;

namespace Pando.Cli.Installing;

/// <summary>
/// The value of an option that has options of its own, as virt-install writes them: <c>path=/a,size=20,readonly=on</c>. A comma
/// in a value is doubled. Words without <c>=</c> stand alone.
/// </summary>
internal sealed class SubOptions
{
    private readonly string _option;
    private readonly List<(string Key, string Value)> _values = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private SubOptions(string option) => _option = option;

    /// <summary>The words without <c>=</c>, in order.</summary>
    public List<string> Words { get; } = [];

    public static SubOptions Parse(string option, string text)
    {
        var parsed = new SubOptions(option);
        foreach (var part in Split(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parsed._values.Add((part[..equals], part[(equals + 1)..]));
            }
            else if (part.Length > 0)
            {
                parsed.Words.Add(part);
            }
        }
        return parsed;
    }

    /// <summary>What an option that may be repeated means: null where it was not given, empty for <c>none</c>.</summary>
    public static IReadOnlyList<T>? Each<T>(string[] texts, Func<string, T> parse) => texts switch
    {
        [] => null,
        ["none"] => [],
        _ => [.. texts.Select(parse)],
    };

    /// <summary>Takes the value of the first of these names that was given.</summary>
    public string? Take(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
            var at = _values.FindIndex(pair => pair.Key == name);
            if (at >= 0)
            {
                var value = _values[at].Value;
                _values.RemoveAt(at);
                return value;
            }
        }
        return null;
    }

    /// <summary>Takes every value of a name, in order.</summary>
    public List<string> TakeAll(params ReadOnlySpan<string> names)
    {
        var all = new List<string>();
        while (Take(names) is { } value)
        {
            all.Add(value);
        }
        return all;
    }

    public bool TakeFlag(string name) => Take(name) switch
    {
        null => false,
        "on" or "yes" or "true" or "1" => true,
        "off" or "no" or "false" or "0" => false,
        var other => throw CliException.Usage("bad-sub-option", ("option", _option), ("name", name), ("value", other)),
    };

    /// <summary>Everything must have been taken: what isn't known isn't ignored.</summary>
    public void Done()
    {
        if (_values is [var left, ..])
        {
            throw Spelling.Nearest(left.Key, _known) is { } near
                ? CliException.Usage("unknown-sub-option-near", ("option", _option), ("name", left.Key), ("near", near))
                : CliException.Usage("unknown-sub-option", ("option", _option), ("name", left.Key));
        }
    }

    public CliException Bad(string name, string value) => CliException.Usage("bad-sub-option", ("option", _option), ("name", name), ("value", value));

    private static IEnumerable<string> Split(string text)
    {
        const string Comma = "\0";
        return text.Replace(",,", Comma, StringComparison.Ordinal).Split(',').Select(part => part.Replace(Comma, ",", StringComparison.Ordinal));
    }
}

using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Pando.Storage.CloudInit;

/// <summary>
/// Writes YAML of nodes, never of strings put together. Every text is quoted: what stands there can then be no number,
/// boolean, date or tag in any version of YAML, whatever somebody called their machine.
/// </summary>
internal static class Yaml
{
    public static YamlScalarNode Text(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    public static YamlScalarNode Flag(bool value) => new(value ? "true" : "false") { Style = ScalarStyle.Plain };

    public static YamlScalarNode Number(int value) => new(value.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain };

    public static YamlSequenceNode List(IEnumerable<YamlNode> items) => new(items);

    public static YamlSequenceNode Texts(IEnumerable<string> items) => List(items.Select(Text));

    /// <summary>A mapping of those entries that have a value.</summary>
    public static YamlMappingNode Map(params ReadOnlySpan<(string Key, YamlNode? Value)> entries)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                map.Add(new YamlScalarNode(key), value);
            }
        }
        return map;
    }

    /// <summary>One document.</summary>
    public static string Write(YamlMappingNode root)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    /// <summary>Where a document is no YAML, and why; null where it is. Only its syntax is read: aliases cost nothing.</summary>
    public static string? Fault(string document)
    {
        try
        {
            using var text = new StringReader(document);
            var parser = new Parser(text);
            while (parser.MoveNext())
            {
                if (parser.Current is StreamEnd)
                {
                    break;
                }
            }
            return null;
        }
        catch (YamlException wrong)
        {
            return string.Create(CultureInfo.InvariantCulture, $"line {wrong.Start.Line}: {wrong.InnerException?.Message ?? wrong.Message}");
        }
    }
}

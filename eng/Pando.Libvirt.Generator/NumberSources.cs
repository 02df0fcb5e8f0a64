using System.Text;
using System.Text.Json;

namespace Pando.Libvirt.Generator;

/// <summary>The source of the public API's numbers, as contracts/libvirt/enums.json lists them.</summary>
internal static class NumberSources
{
    public static IEnumerable<(string File, string Source)> Of(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var source = new StringBuilder(ProtocolSources.Header.Replace("Pando.Libvirt.Protocol", "Pando.Libvirt"));
        Enum(source, "virErrorNumber", "LibvirtErrorNumber", root.GetProperty("errors"), ["VIR_ERR_"]);
        Enum(source, "virErrorDomain", "LibvirtErrorDomain", root.GetProperty("error_domains"), ["VIR_FROM_", "VIR_ERR_"]);
        foreach (var item in root.GetProperty("enums").EnumerateObject())
        {
            // One is a type of the C library's own memory, the others are of the wire: a word each.
            Enum(source, item.Name, "Vir" + Names.Pascal(item.Name.Substring("vir".Length)), item.Value, [CommonPrefix(item.Name, item.Value)]);
        }
        yield return ("Numbers.g.cs", source.ToString());
    }

    private static void Enum(StringBuilder source, string c, string cs, JsonElement members, string[] prefixes)
    {
        var values = members.EnumerateObject()
            .Select(member => (member.Name, Value: member.Value.GetInt64()))
            .OrderBy(member => member.Value).ToList();
        // The one after the last; others are only named so.
        values = [.. values.Where(member => !(member.Name.EndsWith("_LAST", StringComparison.Ordinal) && member.Value == values[values.Count - 1].Value))];
        var flags = c.EndsWith("Flags", StringComparison.Ordinal) || c.EndsWith("FlagsValues", StringComparison.Ordinal) || values.Any(member => member.Value > int.MaxValue)
            || c is "virDomainModificationImpact";
        source.AppendLine($"/// <summary><c>{c}</c>.</summary>");
        source.AppendLine(flags ? $"[Flags]\npublic enum {cs} : uint" : $"public enum {cs}").AppendLine("{");
        var names = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            var prefix = prefixes.FirstOrDefault(one => name.StartsWith(one, StringComparison.Ordinal)) ?? "VIR_";
            var member = Names.Pascal(name.Substring(prefix.Length));
            member = char.IsDigit(member[0]) ? "_" + member : member;
            if (names.TryGetValue(member, out var same))
            {
                // Two words for one number are one; one word for two would answer with the wrong one.
                if (same == value)
                {
                    continue;
                }
                throw new InvalidOperationException($"{cs}.{member} is {same} and {value}");
            }
            names.Add(member, value);
            source.AppendLine($"    /// <summary><c>{name}</c>.</summary>").AppendLine($"    {member} = {value},").AppendLine();
        }
        source.AppendLine("}").AppendLine();
    }

    /// <summary>Up to the last word that all begin with, and that leaves something of each; of a single one what the enumeration's own name says.</summary>
    private static string CommonPrefix(string c, JsonElement members)
    {
        var names = members.EnumerateObject().Select(member => member.Name).ToList();
        var first = names[0];
        if (names.Count == 1)
        {
            // VIR_NWFILTER_DEFINE_VALIDATE of virNWFilterDefineFlags.
            var said = c.ToUpperInvariant();
            var ends = Enumerable.Range(0, first.Length).Where(at => first[at] == '_' && said.StartsWith(first.Substring(0, at).Replace("_", ""), StringComparison.Ordinal));
            return first.Substring(0, ends.LastOrDefault() + 1);
        }
        var length = names.Min(name => first.Zip(name, (a, b) => a == b).TakeWhile(same => same).Count());
        var shortest = names.Min(name => name.Length);
        var cut = first.Substring(0, Math.Min(length, shortest - 1)).LastIndexOf('_') + 1;
        return first.Substring(0, cut);
    }
}

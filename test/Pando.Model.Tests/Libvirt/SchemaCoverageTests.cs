using System.Xml.Linq;

namespace Pando.Model.Tests.Libvirt;

/// <summary>
/// Everything that libvirt's schema of a domain lets be written, in every place where it may stand, is kept when a definition is read
/// and written again, but for what contracts/libvirt/domain-gaps.txt lists with its reason. The list may only shrink.
/// </summary>
public sealed class SchemaCoverageTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ExampleDefinitions.Folder, "..", "..", ".."));

    /// <summary>Where a mirror leads is read as the disk's own source is.</summary>
    public const string Mirror = "/domain/devices/disk/mirror/";

    [Fact]
    public void What_the_schema_lets_be_written_is_kept_or_a_known_gap()
    {
        Assert.SkipUnless(Directory.Exists(DomainSchema.Folder), "libvirt's schemas are not installed");
        DomainSchema schema = DomainSchema.Load();
        var kept = new KeptPaths(schema, Definitions());

        Dictionary<string, string> missing = new(StringComparer.Ordinal);
        foreach (SchemaPlace place in schema.Places.Values.Where(static place => !place.Path.StartsWith(Mirror, StringComparison.Ordinal)))
        {
            // What is missing is missing with all that is in it.
            if (!missing.Keys.Any(gap => place.Path.StartsWith(gap + "/", StringComparison.Ordinal) || place.Path.StartsWith(gap + "=", StringComparison.Ordinal))
                && kept.Missing(place) is { } how)
            {
                missing.Add(place.Path, how);
            }
        }

        string[] found = [.. missing.Select(static gap => $"{gap.Value} {gap.Key}")];
        IReadOnlyList<string> known = KnownGaps.Lines;
        Assert.True(schema.Places.Count > 4000, "The schema was not read.");
        Assert.Equal(string.Empty, string.Join('\n', found.Except(known)));
        Assert.Equal(string.Empty, string.Join('\n', known.Except(found).Select(static gap => $"{gap} is no gap any more: take it off the list")));
    }

    private static IEnumerable<string> Definitions() =>
    [
        .. XElement.Load(Path.Combine(ExampleDefinitions.Folder, "..", "Libvirt", "SchemaSamples.xml")).Elements().Select(static sample => sample.ToString()),
        .. Directory.EnumerateFiles(ExampleDefinitions.Folder, "*.xml").Select(File.ReadAllText),
        .. Directory.EnumerateFiles(Path.Combine(Root, "test", "Pando.Qemu.Tests", "Golden"), "*.xml").Select(File.ReadAllText),
    ];
}

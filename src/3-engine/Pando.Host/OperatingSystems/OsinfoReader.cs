using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Pando.Model;
using Pando.Model.Host;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Host.OperatingSystems;

/// <summary>Reads a file of the database (osinfo-db's schema/osinfo.rng). What it does not know it passes over: newer files say more.</summary>
internal static class OsinfoReader
{
    private const int KiB = 1024;

    // The largest file of the database has 60 KB.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4 << 20 };

    /// <summary>The systems of a file; none when it is no such file.</summary>
    public static IReadOnlyList<OsinfoEntry> Read(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path, Settings);
            return [.. (XElement.Load(reader).Elements("os")).Select(Entry).OfType<OsinfoEntry>()];
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static OsinfoEntry? Entry(XElement os)
    {
        string? id = (string?)os.Attribute("id");
        string[] shortIds = [.. os.Elements("short-id").Select(static name => name.Value.Trim()).Where(static name => name.Length > 0)];
        if (id is null || shortIds.Length == 0)
        {
            return null;
        }

        var devices = os.Element("devices")?.Elements("device").ToLookup(static device => (bool?)device.Attribute("removed") is true, static device => (string?)device.Attribute("id") ?? string.Empty);
        return new OsinfoEntry(
            new OperatingSystem
            {
                Id = id,
                ShortIds = [.. shortIds],
                // The other names are translations.
                Name = Text(os, "name") ?? shortIds[0],
                Version = Text(os, "version"),
                Vendor = Text(os, "vendor"),
                Family = Text(os, "family"),
                Distribution = Text(os, "distro"),
                ReleasedOn = Date(os, "release-date"),
                EndsOn = Date(os, "eol-date"),
                Minimum = Needs(os, "minimum"),
                Recommended = Needs(os, "recommended"),
                BootsUefi = Boots(os, "efi"),
                BootsBios = Boots(os, "bios"),
                Devices = [.. devices?[false] ?? []],
            },
            [.. os.Elements().Where(static element => element.Name.LocalName is "derives-from" or "clones").Select(static element => (string?)element.Attribute("id")).OfType<string>()],
            [.. devices?[true] ?? []]);
    }

    private static string? Text(XElement os, string name) =>
        os.Elements(name).FirstOrDefault(static element => element.Attribute(XNamespace.Xml + "lang") is null)?.Value.Trim();

    private static DateOnly? Date(XElement os, string name) =>
        DateOnly.TryParseExact(Text(os, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private static bool? Boots(XElement os, string firmware)
    {
        XElement? said = os.Elements("firmware").LastOrDefault(element => (string?)element.Attribute("type") == firmware && IsHere(element));
        return said is null ? null : (string?)said.Attribute("supported") is not "false";
    }

    private static OperatingSystemNeeds? Needs(XElement os, string kind)
    {
        // What is said of this architecture goes before what is said of all.
        XElement? needs = os.Elements("resources").Where(IsHere).OrderBy(static resources => (string?)resources.Attribute("arch") == "all").Elements(kind).FirstOrDefault();
        return needs is null
            ? null
            : new OperatingSystemNeeds((int?)Number(needs, "n-cpus"), Number(needs, "ram") / KiB, Number(needs, "storage"));
    }

    private static bool IsHere(XElement element) => (string?)element.Attribute("arch") is "x86_64" or "all" or null;

    private static long? Number(XElement parent, string name) =>
        long.TryParse(parent.Element(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}

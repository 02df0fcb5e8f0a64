using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Firmware;

/// <summary>A <c>sysinfo</c> element of type <c>smbios</c>.</summary>
internal static class SmbiosXml
{
    public static SmbiosInfo Read(ElementReader info, DomainId id) => new()
    {
        Bios = info.Child("bios") is { } bios ? Bios(bios) : new(),
        System = info.Child("system") is { } system ? System(system, id) : new(),
        Boards = [.. info.Children("baseBoard").Select(Board).Where(board => board != new SmbiosBoard())],
        Chassis = info.Child("chassis") is { } chassis ? Chassis(chassis) : new(),
        OemStrings = info.Child("oemStrings") is { } strings ? [.. strings.Children("entry").Select(entry => entry.Text() ?? "")] : [],
    };

    public static XElement Write(SmbiosInfo info) => new("sysinfo",
        Attribute("type", "smbios"),
        Entries("bios", ("vendor", info.Bios.Vendor), ("version", info.Bios.Version), ("date", info.Bios.Date), ("release", info.Bios.Release)),
        Entries("system", ("manufacturer", info.System.Manufacturer), ("product", info.System.Product), ("version", info.System.Version),
            ("serial", info.System.Serial), ("uuid", info.System.Uuid), ("sku", info.System.Sku), ("family", info.System.Family)),
        info.Boards.Items.Select(board => Entries("baseBoard", ("manufacturer", board.Manufacturer), ("product", board.Product), ("version", board.Version),
            ("serial", board.Serial), ("asset", board.Asset), ("location", board.Location))),
        Entries("chassis", ("manufacturer", info.Chassis.Manufacturer), ("version", info.Chassis.Version), ("serial", info.Chassis.Serial),
            ("asset", info.Chassis.Asset), ("sku", info.Chassis.Sku)),
        info.OemStrings.IsEmpty ? null : new XElement("oemStrings", info.OemStrings.Items.Select(text => new XElement("entry", text))));

    private static SmbiosBios Bios(ElementReader bios)
    {
        var entries = Named(bios, "vendor", "version", "date", "release");
        if (entries("date") is { } date && !IsDate(date))
        {
            throw bios.BadValue(null, date, "mm/dd/yyyy | mm/dd/yy");
        }
        return new SmbiosBios { Vendor = entries("vendor"), Version = entries("version"), Date = entries("date"), Release = entries("release") };
    }

    private static SmbiosSystem System(ElementReader system, DomainId id)
    {
        var entries = Named(system, "manufacturer", "product", "version", "serial", "uuid", "sku", "family");
        // The tables have one identity, which is the machine's.
        if (entries("uuid") is { } uuid && (!DomainId.TryParse(uuid, out var same) || (id != default && same != id)))
        {
            throw system.BadValue(null, uuid, "= /domain/uuid");
        }
        return new SmbiosSystem
        {
            Manufacturer = entries("manufacturer"),
            Product = entries("product"),
            Version = entries("version"),
            Serial = entries("serial"),
            Uuid = entries("uuid"),
            Sku = entries("sku"),
            Family = entries("family"),
        };
    }

    private static SmbiosBoard Board(ElementReader board)
    {
        var entries = Named(board, "manufacturer", "product", "version", "serial", "asset", "location");
        return new SmbiosBoard
        {
            Manufacturer = entries("manufacturer"),
            Product = entries("product"),
            Version = entries("version"),
            Serial = entries("serial"),
            Asset = entries("asset"),
            Location = entries("location"),
        };
    }

    private static SmbiosChassis Chassis(ElementReader chassis)
    {
        var entries = Named(chassis, "manufacturer", "version", "serial", "asset", "sku");
        return new SmbiosChassis
        {
            Manufacturer = entries("manufacturer"),
            Version = entries("version"),
            Serial = entries("serial"),
            Asset = entries("asset"),
            Sku = entries("sku"),
        };
    }

    private static Func<string, string?> Named(ElementReader parent, params string[] names)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in parent.Children("entry"))
        {
            var name = entry.RequiredAttribute("name");
            entry.Only("name", names);
            if (entry.Text() is { } text && !found.TryAdd(name, text))
            {
                throw entry.Conflict($"entry name='{name}'");
            }
        }
        return name => found.GetValueOrDefault(name);
    }

    // As DSP0134 has it; a year of two digits is one of the twentieth century.
    private static bool IsDate(string text) =>
        text.Split('/') is [var month, var day, var year] && year.Length is 2 or 4
        && Number(month) is >= 1 and <= 12 && Number(day) is >= 1 and <= 31 && Number(year) is not null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static XElement? Entries(string name, params ReadOnlySpan<(string Name, string? Value)> entries)
    {
        var element = new XElement(name);
        foreach (var (entry, value) in entries)
        {
            element.Add(value is null ? null : new XElement("entry", Attribute("name", entry), value));
        }
        return element.HasElements ? element : null;
    }
}

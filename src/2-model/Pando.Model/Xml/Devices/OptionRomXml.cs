using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>rom</c> element.</summary>
internal static class OptionRomXml
{
    public static OptionRom Read(ElementReader? rom)
    {
        if (rom is null)
        {
            return new();
        }
        var read = new OptionRom { Enabled = rom.YesNo("enabled"), Bar = rom.OnOff("bar"), File = rom.Path("file") };
        return read is { Enabled: false, Bar: not null } or { Enabled: false, File: not null } ? throw rom.Conflict("enabled='no'") : read;
    }

    public static XElement? Write(OptionRom rom) =>
        UnlessEmpty("rom", YesNo("enabled", rom.Enabled), OnOff("bar", rom.Bar), Attribute("file", rom.File));
}

using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Xml.Features;
using Pando.Model.Xml.Firmware;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>os</c> element.</summary>
internal static class OsXml
{
    private const int Never = -1;
    private const int MostMilliseconds = 65535;

    public static OsDefinition Read(ElementReader os)
    {
        var type = os.RequiredChild("type");
        if (type.RequiredText().Trim() is var kind && kind != "hvm")
        {
            throw type.BadValue(null, kind, "hvm");
        }
        type.Only("arch", "x86_64");
        ForeignElements.RefuseOs(os);
        var kernel = os.Child("kernel")?.TextPath();
        if (kernel is null && (os.Child("initrd") is not null || os.Child("cmdline") is not null || os.Child("dtb") is not null))
        {
            throw os.Missing("kernel");
        }
        return LoaderXml.Read(os) with
        {
            Architecture = type.Attribute("arch"),
            Machine = type.Plain("machine", static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_', "a-z 0-9 . - _", 64),
            KernelPath = kernel,
            InitrdPath = os.Child("initrd")?.TextPath(),
            KernelArguments = os.Child("cmdline")?.Text(),
            DeviceTreePath = os.Child("dtb")?.TextPath(),
            BootDevices = [.. os.Children("boot").Select(Boot)],
            BootMenu = os.Child("bootmenu") is { } menu ? Menu(menu) : null,
            // libvirt takes an empty element for none.
            Smbios = os.Child("smbios")?.Word<SmbiosMode>("mode"),
            BiosUsesSerial = os.Child("bios")?.YesNo("useserial"),
            RebootTimeoutMilliseconds = os.Child("bios")?.Number("rebootTimeout", Never, MostMilliseconds),
            AcpiTablePath = os.Child("acpi")?.Child("table") is { } table ? Table(table) : null,
        };
    }

    public static XElement Write(OsDefinition os) => new("os",
        Word("firmware", os.Firmware),
        new XElement("type", Attribute("arch", os.Architecture), Attribute("machine", os.Machine), "hvm"),
        LoaderXml.Write(os),
        Text("kernel", os.KernelPath),
        Text("initrd", os.InitrdPath),
        Text("cmdline", os.KernelArguments),
        Text("dtb", os.DeviceTreePath),
        os.AcpiTablePath is null ? null : new XElement("acpi", new XElement("table", Attribute("type", "slic"), os.AcpiTablePath)),
        os.BootDevices.Items.Select(device => new XElement("boot", Word<BootDevice>("dev", device))),
        os.BootMenu is not { } menu ? null : new XElement("bootmenu", YesNo("enable", menu.Enabled), Attribute("timeout", menu.TimeoutMilliseconds)),
        os.Smbios is null ? null : new XElement("smbios", Word("mode", os.Smbios)),
        UnlessEmpty("bios", YesNo("useserial", os.BiosUsesSerial), Attribute("rebootTimeout", os.RebootTimeoutMilliseconds)));

    private static BootDevice Boot(ElementReader boot)
    {
        var device = boot.RequiredWord<BootDevice>("dev");
        boot.Claim("boot device", XmlWords<BootDevice>.Of(device));
        return device;
    }

    private static BootMenu Menu(ElementReader menu)
    {
        var enabled = menu.YesNo("enable") ?? throw menu.Missing("@enable");
        var timeout = menu.Number("timeout", 0, MostMilliseconds);
        return new BootMenu(enabled, enabled ? timeout : null);
    }

    private static string Table(ElementReader table)
    {
        table.Only("type", "slic");
        _ = table.RequiredAttribute("type");
        return table.TextPath() ?? throw table.BadValue(null, "", "/…");
    }
}

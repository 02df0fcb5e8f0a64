using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>os</c> element.</summary>
internal static class OsXml
{
    public static OsDefinition Read(ElementReader os)
    {
        var type = os.RequiredChild("type");
        if (type.RequiredText().Trim() is var kind && kind != "hvm")
        {
            throw type.BadValue(null, kind, "hvm");
        }
        type.Only("arch", "x86_64");
        var kernel = os.Child("kernel")?.TextPath();
        if (kernel is null && (os.Child("initrd") is not null || os.Child("cmdline") is not null))
        {
            throw os.Missing("kernel");
        }
        return new OsDefinition
        {
            Architecture = type.Attribute("arch"),
            Machine = type.Plain("machine", static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_', "a-z 0-9 . - _", 64),
            Firmware = os.Word<FirmwareKind>("firmware"),
            FirmwareFeatures = os.Child("firmware") is { } firmware ? [.. firmware.Children("feature").Select(Feature)] : [],
            Loader = os.Child("loader") is { } loader ? Loader(loader) : null,
            Nvram = os.Child("nvram") is { } nvram ? new NvramDefinition { Path = nvram.TextPath(), TemplatePath = nvram.Path("template") } : null,
            KernelPath = kernel,
            InitrdPath = os.Child("initrd")?.TextPath(),
            KernelArguments = os.Child("cmdline")?.Text(),
            BootDevices = [.. os.Children("boot").Select(Boot)],
            BootMenu = os.Child("bootmenu") is { } menu ? Menu(menu) : null,
        };
    }

    public static XElement Write(OsDefinition os) => new("os",
        Word("firmware", os.Firmware),
        new XElement("type", Attribute("arch", os.Architecture), Attribute("machine", os.Machine), "hvm"),
        os.FirmwareFeatures.IsEmpty ? null : new XElement("firmware", os.FirmwareFeatures.Items.Select(feature =>
            new XElement("feature", YesNo("enabled", feature.Enabled), Word<FirmwareFeatureName>("name", feature.Name)))),
        os.Loader is not { } loader ? null : new XElement("loader",
            YesNo("readonly", loader.ReadOnly), YesNo("secure", loader.Secure), Word("type", loader.Type), loader.Path),
        os.Nvram is not { } nvram ? null : new XElement("nvram", Attribute("template", nvram.TemplatePath), nvram.Path),
        Text("kernel", os.KernelPath),
        Text("initrd", os.InitrdPath),
        Text("cmdline", os.KernelArguments),
        os.BootDevices.Items.Select(device => new XElement("boot", Word<BootDevice>("dev", device))),
        os.BootMenu is not { } menu ? null : new XElement("bootmenu", YesNo("enable", menu.Enabled), Attribute("timeout", menu.TimeoutMilliseconds)));

    private static FirmwareFeature Feature(ElementReader feature)
    {
        var name = feature.RequiredWord<FirmwareFeatureName>("name");
        feature.Claim("firmware feature", XmlWords<FirmwareFeatureName>.Of(name));
        return new FirmwareFeature(name, feature.YesNo("enabled") ?? throw feature.Missing("@enabled"));
    }

    private static LoaderDefinition Loader(ElementReader loader) => new()
    {
        Path = loader.TextPath(),
        Type = loader.Word<LoaderType>("type"),
        ReadOnly = loader.YesNo("readonly"),
        Secure = loader.YesNo("secure"),
    };

    private static BootDevice Boot(ElementReader boot)
    {
        var device = boot.RequiredWord<BootDevice>("dev");
        boot.Claim("boot device", XmlWords<BootDevice>.Of(device));
        return device;
    }

    private static BootMenu Menu(ElementReader menu) =>
        new(menu.YesNo("enable") ?? throw menu.Missing("@enable"), menu.Number("timeout", 0, 65535));
}

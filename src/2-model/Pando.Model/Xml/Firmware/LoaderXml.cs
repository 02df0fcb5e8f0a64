using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Firmware;

/// <summary>The firmware: chosen by its features, or named with the file of its variables.</summary>
internal static class LoaderXml
{
    public static OsDefinition Read(ElementReader os)
    {
        var firmware = os.Word<FirmwareKind>("firmware");
        var features = os.Child("firmware") is { } element ? element.Children("feature").Select(Feature).OrderBy(feature => feature.Name).ToEquatableArray() : [];
        if (!features.IsEmpty && firmware is null)
        {
            throw os.Missing("@firmware");
        }
        if (Asked(features, FirmwareFeatureName.EnrolledKeys) == true && Asked(features, FirmwareFeatureName.SecureBoot) == false)
        {
            throw os.RequiredChild("firmware").Conflict("feature name='secure-boot' enabled='no'");
        }
        var loader = os.Child("loader") is { } named ? Loader(named) : null;
        var nvram = os.Child("nvram") is { } variables ? Nvram(variables) : null;
        return loader?.Stateless == true && nvram is not null
            ? throw os.RequiredChild("nvram").Conflict("loader stateless='yes'")
            : new OsDefinition { Firmware = firmware, FirmwareFeatures = features, Loader = loader, Nvram = nvram };
    }

    public static IEnumerable<XElement?> Write(OsDefinition os) =>
    [
        os.FirmwareFeatures.IsEmpty ? null : new XElement("firmware", os.FirmwareFeatures.Items.Select(feature =>
            new XElement("feature", YesNo("enabled", feature.Enabled), Word<FirmwareFeatureName>("name", feature.Name)))),
        os.Loader is not { } loader ? null : new XElement("loader",
            YesNo("readonly", loader.ReadOnly), YesNo("secure", loader.Secure), Word("type", loader.Type), YesNo("stateless", loader.Stateless), loader.Path),
        os.Nvram is not { } nvram ? null : new XElement("nvram",
            Attribute("template", nvram.TemplatePath), Word("type", nvram.Kind),
            nvram.Kind is null ? nvram.Path : new XElement("source", Attribute(nvram.Kind == NvramKind.File ? "file" : "dev", nvram.Path))),
    ];

    private static bool? Asked(EquatableArray<FirmwareFeature> features, FirmwareFeatureName name) =>
        features.Items.FirstOrDefault(feature => feature.Name == name)?.Enabled;

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
        Stateless = loader.YesNo("stateless"),
    };

    private static NvramDefinition Nvram(ElementReader nvram)
    {
        var kind = nvram.Word<NvramKind>("type");
        var path = kind switch
        {
            null => nvram.TextPath(),
            NvramKind.File => nvram.RequiredChild("source").Path("file") ?? throw nvram.Missing("source/@file"),
            _ => nvram.RequiredChild("source").Path("dev") ?? throw nvram.Missing("source/@dev"),
        };
        return new NvramDefinition { Path = path, TemplatePath = nvram.Path("template"), Kind = kind };
    }
}

using Pando.Model.Errors;

namespace Pando.Model.Xml.Features;

/// <summary>What libvirt's format has for other architectures and other hypervisors: refused with that reason, never passed over.</summary>
internal static class ForeignElements
{
    private const string Xen = "definition.reason.only-xen";
    private const string Containers = "definition.reason.only-containers";
    private const string Arm = "definition.reason.only-arm";
    private const string Power = "definition.reason.only-ppc64";
    private const string Mainframe = "definition.reason.only-s390x";

    private static readonly (string Name, string Reason)[] Features =
    [
        ("hap", Xen),
        ("viridian", Xen),
        ("xen", Xen),
        ("privnet", Containers),
        ("capabilities", Containers),
        ("gic", Arm),
        ("hpt", Power),
        ("htm", Power),
        ("nested-hv", Power),
        ("ccf-assist", Power),
        ("cfpc", Power),
        ("sbbc", Power),
        ("ibs", Power),
    ];

    private static readonly (string Name, string Reason)[] OfDomain =
    [
        ("bootloader", Xen),
        ("bootloader_args", Xen),
        ("idmap", Containers),
        ("keywrap", Mainframe),
    ];

    private static readonly (string Name, string Reason)[] OfOs =
    [
        ("root", Xen),
        ("init", Containers),
        ("initarg", Containers),
        ("initenv", Containers),
        ("initdir", Containers),
        ("inituser", Containers),
        ("initgroup", Containers),
    ];

    public static void RefuseFeatures(ElementReader features) => Refuse(features, Features);

    public static void Refuse(ElementReader domain) => Refuse(domain, OfDomain);

    public static void RefuseOs(ElementReader os) => Refuse(os, OfOs);

    /// <summary>An error about something that only z/Architecture has.</summary>
    public static CallerException OnlyMainframe(ElementReader element) => element.Fails(ErrorCodes.Definition.Unsupported, ("reason", Mainframe));

    private static void Refuse(ElementReader parent, (string Name, string Reason)[] foreign)
    {
        foreach (var (name, reason) in foreign)
        {
            if (parent.Children(name) is [var element, ..])
            {
                throw element.Fails(ErrorCodes.Definition.Unsupported, ("reason", reason));
            }
        }
    }
}

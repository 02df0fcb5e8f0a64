using Pando.Model.Domains;
using Pando.Model.Xml;

namespace Pando.Qemu.Tests.Golden;

/// <summary>The definitions of the golden files, completed as they are when a user defines them.</summary>
internal static class GoldenDefinition
{
    public static string Folder { get; } = Path.Combine(InstalledQemu.SourceFolder(), "Golden");

    public static IEnumerable<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.xml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static DomainDefinition Read(string name)
    {
        var host = new HostDefaults
        {
            EmulatorPath = InstalledQemu.Path,
            ResolveMachine = machine => RecordedQemu.Capabilities.Machine(machine).Name,
            NewId = () => throw new InvalidOperationException("A golden definition says its uuid."),
            NewMac = () => throw new InvalidOperationException("A golden definition says its MAC addresses."),
        };
        DomainDefinition asked = DomainXml.Read(File.ReadAllText(Path.Combine(Folder, $"{name}.xml")));
        return AddressAssignment.Assign(DomainDefaults.Complete(asked, host));
    }
}

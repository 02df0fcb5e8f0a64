using System.Text;
using System.Xml;
using System.Xml.Linq;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>One device of a machine as pandod told it.</summary>
/// <param name="Text">To be changed and sent back.</param>
/// <param name="Version">Of the definition that it was read from: what is made of it holds for no other. Null for a machine that is not stored.</param>
internal sealed record FoundDevice(XElement Text, int? Version);

/// <summary>Finds one device of a machine, to be changed and sent back.</summary>
internal static class MachineDevices
{
    /// <summary>The only device that meets the condition. Throws where there is none, or more than one.</summary>
    public static async Task<FoundDevice> FindAsync(Run run, string machine, ScopeOptions scope, string name, Func<XElement, bool> isMeant)
    {
        var (xml, version) = await run.Client.GetXmlAsync(machine, scope.ReadsDefinition(run), secrets: true);
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var found = XElement.Load(reader).Element("devices")?.Elements().Where(isMeant).ToList() ?? [];
        return found switch
        {
            [var only] => new FoundDevice(only, version),
            [] => throw new CliException(ExitCode.NotFound, "no-device", ("name", machine), ("device", name)),
            _ => throw new CliException(ExitCode.Refused, "device-ambiguous", ("name", machine), ("device", name)),
        };
    }

    /// <summary>The bytes that are sent.</summary>
    public static ReadOnlyMemory<byte> Text(XElement device) => Encoding.UTF8.GetBytes(device.ToString());

    /// <summary>A disk by its target, its source's path, or its alias.</summary>
    public static bool IsDisk(XElement device, string name) => device.Name == "disk"
        && (device.Element("target")?.Attribute("dev")?.Value == name || device.Element("source")?.Attribute("file")?.Value == name || Alias(device) == name);

    /// <summary>A network card by its address, its interface on the host, or its alias.</summary>
    public static bool IsInterface(XElement device, string name) => device.Name == "interface"
        && (string.Equals(device.Element("mac")?.Attribute("address")?.Value, name, StringComparison.OrdinalIgnoreCase)
            || device.Element("target")?.Attribute("dev")?.Value == name || Alias(device) == name);

    private static string? Alias(XElement device) => device.Element("alias")?.Attribute("name")?.Value;
}

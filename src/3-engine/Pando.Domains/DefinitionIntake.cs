using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Domains;

/// <summary>
/// The way of a definition from a user's text to what is stored: read, completed with what libvirt would fill in,
/// given addresses, checked against this host.
/// </summary>
internal sealed class DefinitionIntake(DomainServices services)
{
    /// <summary>Reads libvirt domain XML, fills in and checks.</summary>
    public DomainDefinition Read(string xml) => Complete(DomainXml.Read(xml));

    /// <summary>Fills in and checks.</summary>
    public DomainDefinition Complete(DomainDefinition asked)
    {
        var completed = FirmwareResolution.Resolve(asked, services.Firmware, services.Paths.Nvram);
        RefuseMoreMemoryThanTheHost(completed);
        return completed;
    }

    /// <summary>The normalised text that is stored: with its secrets.</summary>
    public static string Text(DomainDefinition definition) =>
        DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = true });

    private void RefuseMoreMemoryThanTheHost(DomainDefinition definition)
    {
        if (definition.MemoryKiB > services.Host.MemoryTotalKiB)
        {
            throw new CallerException(
                ErrorCodes.Domain.MemoryBeyondHost, ("name", definition.Name), ("asked", MiB(definition.MemoryKiB)), ("host", MiB(services.Host.MemoryTotalKiB)));
        }
    }

    private static string MiB(long kib) => string.Create(CultureInfo.InvariantCulture, $"{kib / 1024} MiB");
}

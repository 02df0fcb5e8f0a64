using System.Globalization;
using Pando.Domains.Disks;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml;
using Pando.Model.Xml.Changes;

namespace Pando.Domains;

/// <summary>
/// The way of a definition from a user's text to what is stored: read, completed with what libvirt would fill in,
/// given addresses, checked against this host.
/// </summary>
internal sealed class DefinitionIntake(DomainServices services)
{
    /// <summary>Reads libvirt domain XML, fills in and checks.</summary>
    public Task<DomainDefinition> ReadAsync(string xml, CancellationToken cancellationToken) => CompleteAsync(DomainXml.Read(xml), cancellationToken);

    /// <summary>Fills in and checks.</summary>
    public async Task<DomainDefinition> CompleteAsync(DomainDefinition asked, CancellationToken cancellationToken)
    {
        var completed = DomainDefaults.Complete(asked, await DefaultsAsync(asked, cancellationToken));
        completed = FirmwareResolution.Resolve(completed, services.Firmware, services.Paths.Nvram);
        completed = AddressAssignment.Assign(completed);
        RefuseMoreMemoryThanTheHost(completed);
        return completed;
    }

    /// <summary>A device with all that would be filled in if the machine were defined with it; its place is still open.</summary>
    public async Task<DeviceText> CompleteAsync(DomainDefinition machine, DeviceText device, CancellationToken cancellationToken)
    {
        var with = DomainDefaults.Complete(DeviceEdits.Attach(machine, device), await DefaultsAsync(machine, cancellationToken));
        return DeviceEdits.Attached(with, device);
    }

    /// <summary>
    /// A device of the running machine as this text has it, with all that would be filled in; neither its name nor what a run has chosen is
    /// in it.
    /// </summary>
    public async Task<DeviceText> CompleteUpdateAsync(DomainDefinition machine, DeviceText device, CancellationToken cancellationToken)
    {
        var with = DomainDefaults.Complete(DeviceEdits.UpdateAsNew(machine, device), await DefaultsAsync(machine, cancellationToken));
        return DeviceEdits.New(await VolumePlaces.FoundAsync(with, services.Volumes, cancellationToken));
    }

    private async Task<HostDefaults> DefaultsAsync(DomainDefinition asked, CancellationToken cancellationToken)
    {
        var emulator = asked.Devices.EmulatorPath ?? services.Qemu.Binary;
        // Machine types are the same under every accelerator; to ask under TCG needs no rights.
        var capabilities = await services.Capabilities.GetAsync(emulator, Accelerator.Tcg, cancellationToken);
        return new HostDefaults { EmulatorPath = emulator, ResolveMachine = name => capabilities.Machine(name).Name };
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

using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Qemu.Tests.Generated;

/// <summary>What becomes of a definition before it is started.</summary>
internal static class GeneratedMachines
{
    private static readonly DomainXmlOptions WithSecrets = new() { IncludeSecrets = true };

    /// <summary>The way of a definition from a text to one that can be started; throws what it is refused with.</summary>
    public static DomainDefinition Taken(DomainDefinition asked)
    {
        string text = DomainXml.Write(asked, WithSecrets);
        DomainDefinition read = DomainXml.Read(text);
        Assert.Equal(read, DomainXml.Read(DomainXml.Write(read, WithSecrets)));
        var host = new HostDefaults { EmulatorPath = InstalledQemu.Path, ResolveMachine = machine => RecordedQemu.Capabilities.Machine(machine).Name };
        DomainDefinition taken = AddressAssignment.Assign(DomainDefaults.Complete(read, host));
        string stored = DomainXml.Write(taken, WithSecrets);
        Assert.Equal(stored, DomainXml.Write(DomainXml.Read(stored), WithSecrets));
        return taken;
    }

    /// <summary>The same; null where it is refused.</summary>
    public static DomainDefinition? TryTake(DomainDefinition asked)
    {
        try
        {
            return Taken(asked);
        }
        catch (PandoException)
        {
            return null;
        }
    }
}

using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Definitions: read, stored, removed.</summary>
internal sealed class DomainDefinitionProcedures(LibvirtServices services, DomainLookup lookup)
{
    // What goes with the definition into the trash in any case, and comes back with it: said by clients so that nothing is forgotten.
    private const VirDomainUndefineFlagsValues Understood =
        VirDomainUndefineFlagsValues.ManagedSave | VirDomainUndefineFlagsValues.SnapshotsMetadata | VirDomainUndefineFlagsValues.CheckpointsMetadata
        | VirDomainUndefineFlagsValues.Nvram | VirDomainUndefineFlagsValues.KeepNvram | VirDomainUndefineFlagsValues.Tpm | VirDomainUndefineFlagsValues.KeepTpm;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainGetXmlDesc, (call, arguments) => Xml(call, arguments));
        table.Add(RemoteProgram.DomainDefineXml, async (call, arguments) => new DomainDefineXmlRet(await DefineAsync(call, arguments.Xml)));
        table.Add(RemoteProgram.DomainDefineXmlFlags, async (call, arguments) =>
        {
            // Every definition is checked against what the schema knows.
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirDomainDefineFlags.Validate);
            return new DomainDefineXmlFlagsRet(await DefineAsync(call, arguments.Xml));
        });
        table.Add(RemoteProgram.DomainUndefine, (call, arguments) => UndefineAsync(call, arguments.Dom, 0));
        table.Add(RemoteProgram.DomainUndefineFlags, (call, arguments) => UndefineAsync(call, arguments.Dom, arguments.Flags));
        table.Add(RemoteProgram.DomainGetAutostart, (_, arguments) => new DomainGetAutostartRet(lookup.Get(arguments.Dom).Autostart ? 1 : 0));
        table.Add(RemoteProgram.DomainSetAutostart, async (call, arguments) =>
        {
            await services.Domains.SetAutostartAsync(lookup.Get(arguments.Dom).Id, arguments.Autostart != 0, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.DomainRename, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await lookup.AskAsync(call, arguments.Dom, new RenameRequest(arguments.NewName ?? ""));
            return new DomainRenameRet(0);
        });
    }

    private DomainGetXmlDescRet Xml(Call call, DomainGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(
            arguments.Flags, (uint)(VirDomainXmlFlags.Secure | VirDomainXmlFlags.Inactive | VirDomainXmlFlags.UpdateCpu | VirDomainXmlFlags.Migratable));
        var flags = (VirDomainXmlFlags)arguments.Flags;
        if (flags.HasFlag(VirDomainXmlFlags.Secure) && call.Session.ReadOnly)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationDenied, LibvirtErrorDomain.Dom, "virDomainGetXMLDesc with secure flag");
        }
        var view = lookup.Get(arguments.Dom);
        var asked = flags.HasFlag(VirDomainXmlFlags.Inactive) || view.Live is null;
        // A transient machine's next start would be from what it runs with.
        var definition = asked ? view.Asked ?? view.Definition : view.Definition;
        return new DomainGetXmlDescRet(DomainXml.Write(definition, new DomainXmlOptions
        {
            IncludeSecrets = flags.HasFlag(VirDomainXmlFlags.Secure),
            ForClients = true,
            // What another host would be sent knows nothing of this host's ports and names.
            Live = !asked && !flags.HasFlag(VirDomainXmlFlags.Migratable),
            Images = asked ? default : view.Live!.Images,
            RunId = asked ? null : view.Live?.Number,
        }));
    }

    private async Task<RemoteDomain> DefineAsync(Call call, string xml) =>
        DomainLookup.Of(await services.Domains.DefineAsync(xml, null, call.By, cancellationToken: call.Cancellation));

    private async ValueTask<Nothing> UndefineAsync(Call call, RemoteDomain domain, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)Understood);
        var wanted = (VirDomainUndefineFlagsValues)flags;
        Exclude(wanted, VirDomainUndefineFlagsValues.Nvram, VirDomainUndefineFlagsValues.KeepNvram);
        Exclude(wanted, VirDomainUndefineFlagsValues.Tpm, VirDomainUndefineFlagsValues.KeepTpm);
        var view = lookup.Get(domain);
        var request = new UndefineRequest
        {
            ManagedSave = wanted.HasFlag(VirDomainUndefineFlagsValues.ManagedSave),
            KeepVariables = wanted.HasFlag(VirDomainUndefineFlagsValues.KeepNvram),
            KeepTpm = wanted.HasFlag(VirDomainUndefineFlagsValues.KeepTpm),
        };
        try
        {
            await services.Domains.Request(view.Id, request, call.By).Completion.WaitAsync(call.Cancellation);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Domain.IsTransient)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "cannot undefine transient domain");
        }
        return Nothing.Value;
    }

    private static void Exclude(VirDomainUndefineFlagsValues flags, VirDomainUndefineFlagsValues one, VirDomainUndefineFlagsValues other)
    {
        if (flags.HasFlag(one) && flags.HasFlag(other))
        {
            throw LibvirtRefusal.InvalidArgument($"flags 0x{(uint)one:x} and 0x{(uint)other:x} exclude each other");
        }
    }
}

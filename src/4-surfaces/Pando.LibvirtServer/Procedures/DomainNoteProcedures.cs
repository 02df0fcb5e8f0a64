using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Xml;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What is kept with a machine: its words, programs' metadata, what becomes of it at its end, its saved states' definitions.</summary>
internal sealed class DomainNoteProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const VirDomainSaveRestoreFlags RunsAfter = VirDomainSaveRestoreFlags.Running | VirDomainSaveRestoreFlags.Paused;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainGetMetadata, (_, arguments) => Metadata(arguments));
        table.Add(RemoteProgram.DomainSetMetadata, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new NoteRequest(Change(arguments), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainSetLifecycleAction, (call, arguments) => lookup.AskAsync(
            call, arguments.Dom, new SetLifecycleActionRequest(Event(arguments.Type), Action(arguments.Action), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainGetPerfEvents, (_, arguments) => Counted(arguments));
        table.Add(RemoteProgram.DomainSetPerfEvents, (call, arguments) => lookup.AskAsync(
            call, arguments.Dom, new SetPerfEventsRequest([.. arguments.Params.Select(Counted)], Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainSaveImageGetXmlDesc, async (call, arguments) =>
            new DomainSaveImageGetXmlDescRet(Text(call, await services.Domains.SavedDefinitionAsync(arguments.File, call.Cancellation), arguments.Flags)));
        table.Add(RemoteProgram.DomainSaveImageDefineXml, async (call, arguments) =>
        {
            await services.Domains.RedefineSavedAsync(arguments.File, arguments.Dxml, Running(arguments.Flags), call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.DomainManagedSaveGetXmlDesc, async (call, arguments) => new DomainManagedSaveGetXmlDescRet(
            Text(call, await services.Domains.ManagedSaveDefinitionAsync(lookup.Get(arguments.Dom).Id, call.Cancellation), arguments.Flags)));
        table.Add(RemoteProgram.DomainManagedSaveDefineXml, async (call, arguments) =>
        {
            var xml = arguments.Dxml ?? throw LibvirtRefusal.InvalidArgument("dxml must not be NULL");
            await services.Domains.RedefineManagedSaveAsync(lookup.Get(arguments.Dom).Id, xml, Running(arguments.Flags), call.By, call.Cancellation);
            return Nothing.Value;
        });
    }

    private static LibvirtRefusal NoMetadata(string words) => new(LibvirtErrorNumber.NoDomainMetadata, LibvirtErrorDomain.Domain, words);

    private DomainGetMetadataRet Metadata(DomainGetMetadataArgs arguments)
    {
        var definition = Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags).Definition;
        return new DomainGetMetadataRet((VirDomainMetadataType)arguments.Type switch
        {
            VirDomainMetadataType.Title => definition.Title ?? throw NoMetadata("Requested metadata element is not present"),
            VirDomainMetadataType.Description => definition.Description ?? throw NoMetadata("Requested metadata element is not present"),
            VirDomainMetadataType.Element => definition.Metadata.Items.FirstOrDefault(one => one.NamespaceUri == arguments.Uri) is { } kept
                ? MetadataXml.Plain(kept)
                : throw NoMetadata("Requested metadata element is not present"),
            _ => throw LibvirtRefusal.InvalidArgument($"unknown metadata type '{arguments.Type}'"),
        });
    }

    private static NoteChange Change(DomainSetMetadataArgs arguments)
    {
        var text = arguments.Metadata is { Length: > 0 } said ? said : null;
        return (VirDomainMetadataType)arguments.Type switch
        {
            VirDomainMetadataType.Title when text?.Contains('\n', StringComparison.Ordinal) == true => throw LibvirtRefusal.InvalidArgument("metadata title can't contain newlines"),
            VirDomainMetadataType.Title => new NoteChange.Title(text),
            VirDomainMetadataType.Description => new NoteChange.Description(text),
            VirDomainMetadataType.Element when arguments.Uri is not { Length: > 0 } => throw LibvirtRefusal.InvalidArgument("uri must not be NULL"),
            VirDomainMetadataType.Element when text is not null && arguments.Key is not { Length: > 0 } => throw LibvirtRefusal.InvalidArgument("key must not be NULL"),
            VirDomainMetadataType.Element => new NoteChange.Metadata(arguments.Uri!, arguments.Key ?? "", text),
            _ => throw LibvirtRefusal.InvalidArgument($"unknown metadata type '{arguments.Type}'"),
        };
    }

    private static LifecycleEvent Event(uint type) => (VirDomainLifecycle)type switch
    {
        VirDomainLifecycle.Poweroff => LifecycleEvent.PowerOff,
        VirDomainLifecycle.Reboot => LifecycleEvent.Reboot,
        VirDomainLifecycle.Crash => LifecycleEvent.Crash,
        _ => throw LibvirtRefusal.InvalidArgument($"unknown lifecycle type '{type}'"),
    };

    private static LifecycleAction Action(uint action) => (VirDomainLifecycleAction)action switch
    {
        VirDomainLifecycleAction.Destroy => LifecycleAction.Destroy,
        VirDomainLifecycleAction.Restart => LifecycleAction.Restart,
        VirDomainLifecycleAction.Preserve => LifecycleAction.Preserve,
        VirDomainLifecycleAction.CoredumpDestroy => LifecycleAction.CoredumpDestroy,
        VirDomainLifecycleAction.CoredumpRestart => LifecycleAction.CoredumpRestart,
        VirDomainLifecycleAction.RestartRename => throw LibvirtRefusal.Unsupported("a machine that is restarted under another name"),
        _ => throw LibvirtRefusal.InvalidArgument($"unknown lifecycle action '{action}'"),
    };

    private DomainGetPerfEventsRet Counted(DomainGetPerfEventsArgs arguments)
    {
        var enabled = PerfEvents.Enabled(Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags).Definition);
        return new DomainGetPerfEventsRet([.. Enum.GetValues<PerfEventName>().Select(name => Parameters.Flag(PerfEventNames.Word(name), enabled.Contains(name)))]);
    }

    private static PerfEvent Counted(TypedParam one) =>
        new(PerfEventNames.Of(one.Field) ?? throw LibvirtRefusal.Unsupported($"event '{one.Field}' not supported by the host"), Parameters.Number(one) != 0);

    private static string Text(Call call, DomainDefinition definition, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)VirDomainSaveImageXmlFlags.Secure);
        if (flags != 0 && call.Session.ReadOnly)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationDenied, LibvirtErrorDomain.Dom, "read only access prevents secrets from being shown");
        }
        return DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = flags != 0 });
    }

    private static bool? Running(uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)RunsAfter);
        return (VirDomainSaveRestoreFlags)flags switch
        {
            RunsAfter => throw LibvirtRefusal.InvalidArgument("running and paused flags are mutually exclusive"),
            VirDomainSaveRestoreFlags.Running => true,
            VirDomainSaveRestoreFlags.Paused => false,
            _ => null,
        };
    }
}

using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Domains.Tuning;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Qemu;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>Adds, changes and removes I/O threads, of a machine that runs, of its definition, or of both: then in both or in neither.</summary>
internal sealed class IoThreadChanges(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> DoAsync(DomainTask task, ChangeRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        // Both are checked before either is changed.
        var config = request.IsConfig(guest is not null) ? await CheckedAsync(Changed(view.Asked!, request), cancellationToken) : null;
        var before = request.IsLive(guest is not null) ? guest!.Live.Definition : null;
        var live = before is null ? null : Changed(before, request);
        IoThreadDefinition? undo = null;
        if (live is not null)
        {
            if (request is SetIoThreadRequest set)
            {
                undo = await SetAsync(guest!, live, set.Values, cancellationToken);
            }
            else
            {
                await ApplyAsync(guest!, live, cancellationToken);
            }
        }
        if (config is not null)
        {
            try
            {
                await registry.DefineAsync(config, request.ExpectedVersion ?? view.Version, task.By, Words(request), cancellationToken);
            }
            catch when (live is not null)
            {
                if (undo is not null)
                {
                    await SetAsync(guest!, before!, undo, CancellationToken.None);
                }
                else
                {
                    await ApplyAsync(guest!, before!, CancellationToken.None);
                }
                throw;
            }
        }
        return new OperationOutcome.Asked();
    }

    private static DomainDefinition Changed(DomainDefinition definition, ChangeRequest request) => request switch
    {
        AddIoThreadRequest add => IoThreadLists.With(definition, add.Thread),
        RemoveIoThreadRequest remove => IoThreadLists.Without(definition, remove.Number),
        SetIoThreadRequest set => IoThreadLists.Changed(definition, set.Values),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private static string Words(ChangeRequest request) => request switch
    {
        AddIoThreadRequest add => $"iothreadadd {add.Thread.Id}",
        RemoveIoThreadRequest remove => $"iothreaddel {remove.Number}",
        SetIoThreadRequest set => $"iothreadset {set.Values.Id}",
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    /// <summary>Read again: whatever a definition must keep to holds for this one too.</summary>
    private Task<DomainDefinition> CheckedAsync(DomainDefinition definition, CancellationToken cancellationToken) =>
        intake.ReadAsync(DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = true }), cancellationToken);

    /// <summary>Makes QEMU have the threads that it is to have, whichever it has now: a daemon that died in between has not written them down.</summary>
    private async Task ApplyAsync(RunningGuest guest, DomainDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            var there = await IoThreadObjects.NumbersAsync(guest, cancellationToken);
            foreach (var thread in definition.IoThreads.Items.Where(thread => !there.Contains(thread.Id)))
            {
                await guest.ExecuteAsync(IoThreadObjects.Add(thread), null, cancellationToken);
            }
            foreach (var number in there.Where(number => definition.IoThreads.Items.All(thread => thread.Id != number)))
            {
                await guest.ExecuteAsync(IoThreadObjects.Remove(number), null, cancellationToken);
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, definition.Name);
        }
        guest.Record(services.Paths, guest.Live with { Definition = guest.Live.Definition with { IoThreads = definition.IoThreads, CpuTuning = definition.CpuTuning } });
        await PlaceAsync(guest, cancellationToken);
    }

    /// <summary>Changes what QEMU's thread has, and answers with what it had.</summary>
    private async Task<IoThreadDefinition> SetAsync(RunningGuest guest, DomainDefinition definition, IoThreadDefinition values, CancellationToken cancellationToken)
    {
        IoThreadDefinition before;
        try
        {
            before = await IoThreadObjects.ValuesAsync(guest, values, cancellationToken);
            try
            {
                await IoThreadObjects.SetAsync(guest, before, values, cancellationToken);
            }
            catch (QmpErrorException)
            {
                // Some of it may have been taken.
                await IoThreadObjects.SetAsync(guest, values, before, CancellationToken.None);
                throw;
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, definition.Name);
        }
        guest.Record(services.Paths, guest.Live with { Definition = guest.Live.Definition with { IoThreads = definition.IoThreads } });
        return before;
    }

    /// <summary>A new thread has the processors of the one that made it, not those of its kind.</summary>
    private async Task PlaceAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        if (guest.Live.Confinement is { } confinement && LimitThreads.SpeaksOfThreads(guest.Live.Definition))
        {
            services.Resources.ApplyThreads(guest.Live.Definition, confinement, await LimitThreads.ThreadsAsync(guest, cancellationToken));
        }
        await ThreadPlacement.PlaceIoThreadsAsync(guest, cancellationToken);
    }
}

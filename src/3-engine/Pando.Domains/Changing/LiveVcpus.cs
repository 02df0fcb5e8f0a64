using System.Globalization;
using System.Text.Json.Nodes;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Domains.Tuning;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>
/// Plugs virtual CPUs into a running machine and takes them away. Those it was started with stay: QEMU made them itself,
/// and they have no name to take them away by.
/// </summary>
internal sealed class LiveVcpus(DomainServices services, RunningGuest guest)
{
    private const string Prefix = "/machine/peripheral/";

    public async Task SetAsync(int count, CancellationToken cancellationToken)
    {
        // QEMU's list has the last one first.
        var places = (await guest.ExecuteAsync(new QueryHotpluggableCpus(), null, cancellationToken)).Reverse().ToList();
        var there = places.Where(place => place.QomPath is not null).Sum(place => place.VcpusCount);
        RefuseUnderEmulation(count < there);
        try
        {
            foreach (var place in places.Where(place => place.QomPath is null))
            {
                if (there >= count)
                {
                    break;
                }
                await PlugAsync(place, places.IndexOf(place), cancellationToken);
                there += place.VcpusCount;
            }
            foreach (var plugged in places.AsEnumerable().Reverse().Where(place => place.QomPath?.StartsWith(Prefix, StringComparison.Ordinal) == true))
            {
                if (there <= count)
                {
                    break;
                }
                await UnplugAsync(plugged.QomPath![Prefix.Length..], cancellationToken);
                there -= plugged.VcpusCount;
            }
        }
        finally
        {
            // Also where it came half way: what is there is what is in force.
            var live = guest.Live;
            guest.Record(services.Paths, live with { Definition = VcpuCounts.Of(live.Definition, there, maximum: false) });
        }
        await PlaceAsync(guest.Live, cancellationToken);
        if (there != count)
        {
            throw new CallerException(
                ErrorCodes.Domain.VcpusFixed,
                ("name", guest.Live.Definition.Name), ("asked", count.ToString(CultureInfo.InvariantCulture)), ("least", there.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Has those of that number there or not there; whichever are so already stay.</summary>
    public async Task SwitchAsync(NumberSet vcpus, bool enabled, CancellationToken cancellationToken)
    {
        var places = (await guest.ExecuteAsync(new QueryHotpluggableCpus(), null, cancellationToken)).Reverse().ToList();
        var changing = vcpus.Numbers.Items.Where(number => places[number].QomPath is null == enabled).ToList();
        RefuseUnderEmulation(!enabled && changing.Count > 0);
        foreach (var stays in changing.Where(number => places[number].QomPath?.StartsWith(Prefix, StringComparison.Ordinal) == false))
        {
            throw VcpuSwitches.Stays(guest.Live.Definition.Name, stays);
        }
        var done = new List<int>();
        try
        {
            foreach (var number in changing)
            {
                await (enabled ? PlugAsync(places[number], number, cancellationToken) : UnplugAsync(places[number].QomPath![Prefix.Length..], cancellationToken));
                done.Add(number);
            }
        }
        finally
        {
            var live = guest.Live;
            guest.Record(services.Paths, live with { Definition = VcpuCounts.Switched(live.Definition, NumberSet.Of(done), enabled) });
        }
        await PlaceAsync(guest.Live, cancellationToken);
    }

    /// <summary>Those that have come are placed and limited as the others.</summary>
    private async Task PlaceAsync(LiveDomain live, CancellationToken cancellationToken)
    {
        if (ThreadPlacement.IsAsked(live.Definition))
        {
            await ThreadPlacement.ApplyAsync(guest, live.Definition, before: null, cancellationToken);
        }
        if (live.Confinement is { } confinement && LimitThreads.SpeaksOfThreads(live.Definition))
        {
            services.Resources.ApplyThreads(live.Definition, confinement, await LimitThreads.ThreadsAsync(guest, cancellationToken));
        }
    }

    /// <summary>
    /// QEMU 7.2 frees a part of an emulated processor twice when it is unplugged, and dies of the next thing that is plugged in
    /// ("double free or corruption"), always. No question tells a QEMU that does not.
    /// </summary>
    private void RefuseUnderEmulation(bool fewer)
    {
        if (fewer && guest.Live.Accelerator.Accelerator == Model.Ports.Accelerator.Tcg)
        {
            throw new CallerException(ErrorCodes.Domain.VcpusEmulated, ("name", guest.Live.Definition.Name));
        }
    }

    private async Task PlugAsync(HotpluggableCpu place, int number, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject { ["driver"] = place.Type, ["id"] = string.Create(CultureInfo.InvariantCulture, $"vcpu{number}") };
        foreach (var part in place.Props.EnumerateObject())
        {
            arguments[part.Name] = JsonNode.Parse(part.Value.GetRawText());
        }
        await guest.ExecuteAsync(new DeviceAdd(arguments), null, cancellationToken);
    }

    private async Task UnplugAsync(string id, CancellationToken cancellationToken)
    {
        switch (await DeviceRelease.AskAsync(guest, id, asked: false, services.Qemu.ReleaseLimit, services.Time, cancellationToken))
        {
            case Release.Refused:
                throw new PeerException(ErrorCodes.Domain.ReleaseRefused, null, ("name", guest.Live.Definition.Name), ("device", id));
            case Release.Waiting:
                throw new PeerException(
                    ErrorCodes.Domain.DeviceNotReleased, null,
                    ("name", guest.Live.Definition.Name), ("device", id), ("waited", Waited.Seconds(services.Qemu.ReleaseLimit)));
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Pando.Model.Domains;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>
/// Plugs the virtual processors that are there from the start and yet can be unplugged: QEMU lets go of no other. They are plugged
/// in the order that the definition says.
/// </summary>
internal sealed class PlugProcessors(DomainServices services, StartRun? run) : JobStep
{
    public override string Name => "plug-processors";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var wanted = run!.Definition.VcpuStates.Items.Where(vcpu => vcpu is { Enabled: true, Hotpluggable: true })
            .OrderBy(vcpu => vcpu.Order ?? vcpu.Id).ToList();
        if (wanted.Count == 0)
        {
            return;
        }
        try
        {
            // QEMU tells of the last place first.
            var places = (await run.Guest!.ExecuteAsync(new QueryHotpluggableCpus(), services.Qemu.CommandLimit, cancellationToken)).Reverse().ToList();
            foreach (var vcpu in wanted)
            {
                await run.Guest!.ExecuteAsync(new DeviceAdd(Device(vcpu, places[vcpu.Id])), services.Qemu.CommandLimit, cancellationToken);
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, run.Definition.Name);
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static JsonObject Device(VcpuState vcpu, HotpluggableCpu place)
    {
        var device = new JsonObject { ["driver"] = place.Type, ["id"] = string.Create(CultureInfo.InvariantCulture, $"vcpu{vcpu.Id}") };
        foreach (var property in place.Props.EnumerateObject())
        {
            device[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }
        return device;
    }
}

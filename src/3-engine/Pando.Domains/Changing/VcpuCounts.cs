using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>A definition with another number of virtual CPUs, also where it speaks of each by itself.</summary>
internal static class VcpuCounts
{
    public static DomainDefinition Of(DomainDefinition definition, int count, bool maximum)
    {
        if (maximum)
        {
            // A list of them is about the old number; the first ones stay as many as they were.
            return definition with { Vcpus = count, VcpusCurrent = Math.Min(definition.VcpusCurrent, count), VcpuStates = [] };
        }
        return definition with { VcpusCurrent = count, VcpuStates = States(definition.VcpuStates, count) };
    }

    /// <summary>A definition that has those there or not there, and says so of each.</summary>
    public static DomainDefinition Switched(DomainDefinition definition, NumberSet vcpus, bool enabled)
    {
        var states = definition.VcpuStates.IsEmpty
            ? Enumerable.Range(0, definition.Vcpus).Select(number => new VcpuState(number, number < definition.VcpusCurrent, number >= definition.VcpusCurrent))
            : definition.VcpuStates.Items;
        var switched = states.Select(state => !vcpus.Contains(state.Id) ? state with { Order = null } : state with
        {
            Enabled = enabled,
            // What comes and goes must be able to.
            Hotpluggable = state.Hotpluggable || state.Enabled != enabled,
            Order = null,
        }).ToEquatableArray();
        return definition with { VcpuStates = switched, VcpusCurrent = switched.Items.Count(state => state.Enabled) };
    }

    /// <summary>The lowest that are off come first, the highest that can go leave first; the order of plugging is made anew.</summary>
    private static EquatableArray<VcpuState> States(EquatableArray<VcpuState> states, int count)
    {
        var on = states.Items.Count(state => state.Enabled);
        var add = states.Items.Where(state => !state.Enabled).Take(count - on).Select(state => state.Id).ToHashSet();
        var remove = states.Items.Where(state => state is { Enabled: true, Hotpluggable: true }).Reverse().Take(on - count).Select(state => state.Id).ToHashSet();
        return states.Items.Select(state => state with
        {
            Enabled = (state.Enabled || add.Contains(state.Id)) && !remove.Contains(state.Id),
            Hotpluggable = state.Hotpluggable || add.Contains(state.Id),
            Order = null,
        }).ToEquatableArray();
    }
}

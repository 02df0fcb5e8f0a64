using Pando.Domains.Starting;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Host;

namespace Pando.Domains.Tests.Advising;

public sealed class AutomaticPlacementTests
{
    private static readonly DomainDefinition Auto = Patients.Healthy with
    {
        CpuSet = null,
        VcpuPlacement = VcpuPlacement.Auto,
        NumaTuning = new NumaTuning { Memory = new NumaPolicy(NumaMode.Strict, null) },
    };

    [Fact]
    public void A_machine_is_put_on_the_node_with_the_most_free_memory_past_its_isolated_processors()
    {
        var placed = AutomaticPlacement.Of(Auto, Patients.TwoNodes);
        Assert.Equal(NumberSet.Of(4, 5), placed.CpuSet);
        Assert.Equal(new NumaPolicy(NumaMode.Strict, NumberSet.Of(1)), placed.NumaTuning.Memory);
        Assert.Equal(VcpuPlacement.Static, placed.VcpuPlacement);
    }

    [Fact]
    public void One_that_needs_more_processors_is_put_where_they_are() =>
        Assert.Equal(NumberSet.Of(0, 1, 2, 3), AutomaticPlacement.Of(Auto with { Vcpus = 4 }, Patients.TwoNodes).CpuSet);

    [Fact]
    public void One_that_no_node_has_room_for_is_put_on_several()
    {
        var placed = AutomaticPlacement.Of(Auto with { MemoryKiB = 7 << 20 }, Patients.TwoNodes);
        Assert.Equal(NumberSet.Of(0, 1), placed.NumaTuning.Memory!.Nodes);
        Assert.Equal(NumberSet.Of(0, 1, 2, 3, 4, 5), placed.CpuSet);
    }

    [Fact]
    public void What_is_said_stays()
    {
        var said = Auto with { VcpuPlacement = VcpuPlacement.Static, CpuSet = NumberSet.Of(0) };
        var placed = AutomaticPlacement.Of(said, Patients.TwoNodes);
        Assert.Equal(said.CpuSet, placed.CpuSet);
        Assert.Equal(NumberSet.Of(1), placed.NumaTuning.Memory!.Nodes);
        Assert.Same(Patients.Healthy, AutomaticPlacement.Of(Patients.Healthy, Patients.TwoNodes));
    }

    [Fact]
    public void Without_room_or_without_nodes_the_kernel_finds_the_place()
    {
        Assert.Same(Auto, AutomaticPlacement.Of(Auto, new HostTopology([Patients.TwoNodes.Nodes[1]])));
        var large = Auto with { MemoryKiB = 9 << 20 };
        Assert.Same(large, AutomaticPlacement.Of(large, Patients.TwoNodes));
    }
}

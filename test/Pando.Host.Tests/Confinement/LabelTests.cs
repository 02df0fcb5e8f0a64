using Pando.Host.Confinement;
using Pando.Host.Confinement.AppArmor;
using Pando.Host.Confinement.ControlGroups;
using Pando.Host.Confinement.Selinux;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Tests.Confinement;

public sealed class LabelTests
{
    [Fact]
    public void A_machine_gets_the_same_categories_again_while_they_are_free()
    {
        DomainId machine = DomainId.New();
        string first = SelinuxCategories.Choose(machine, new HashSet<string>());

        Assert.Equal(first, SelinuxCategories.Choose(machine, new HashSet<string>()));
        Assert.NotEqual(first, SelinuxCategories.Choose(machine, new HashSet<string> { first }));
    }

    [Fact]
    public void No_two_of_many_machines_have_one_pair()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 5000; i++)
        {
            string pair = SelinuxCategories.Choose(DomainId.New(), taken);
            string[] parts = pair.Split(',');
            Assert.True(taken.Add(pair), pair);
            Assert.True(int.Parse(parts[0][1..], null) < int.Parse(parts[1][1..], null), pair);
        }
    }

    [Fact]
    public void A_file_says_against_its_machine_how_it_is_labelled()
    {
        using var host = new MadeUpHost();
        host.With("/etc/selinux/config", "SELINUXTYPE=t\n").With("/etc/selinux/t/contexts/virtual_image_context", "u:r:image:s0\nu:r:content:s0\n");
        var labels = new SelinuxLabels(host.Files, new SelinuxPolicy(host.Files));
        var machine = new GuestConfinement { SelinuxContext = "u:r:p:s0:c1,c2", SelinuxImageContext = "u:r:image:s0:c1,c2", Uid = 7, Gid = 8 };
        var file = new ConfinedFile("/a", 1, 2, FileUse.Write);

        Assert.Equal(("u:r:image:s0:c1,c2", null), (labels.ContextOf(file, machine), SeclabelChoice.OwnerOf(file, machine, "m")));
        ConfinedFile left = file with { OpenedByQemu = true, Labels = [new DeviceSeclabel { Relabel = false }] };
        Assert.Equal((null, null), (labels.ContextOf(left, machine), SeclabelChoice.OwnerOf(left, machine, "m")));
        ConfinedFile own = file with { Labels = [new DeviceSeclabel { Model = "selinux", Label = "u:r:mine:s0" }, new DeviceSeclabel { Model = "dac", Label = "+3:+4" }] };
        Assert.Equal("u:r:mine:s0", labels.ContextOf(own, machine));
        Assert.Equal((3u, 4u), SeclabelChoice.OwnerOf(own, machine, "m"));
        Assert.Equal((7u, 8u), SeclabelChoice.OwnerOf(file with { OpenedByQemu = true }, machine, "m"));
        Assert.Null(labels.ContextOf(own, machine with { SelinuxImageContext = null }));
        Assert.Throws<CallerException>(() => SeclabelChoice.OwnerOf(file with { Labels = [new DeviceSeclabel { Model = "dac", Label = "no such user" }] }, machine, "m"));
    }

    [Fact]
    public void Categories_of_running_processes_are_taken()
    {
        using var host = new MadeUpHost();
        host.With("/proc/17/attr/current", "system_u:system_r:svirt_t:s0:c1,c2\0").With("/proc/18/attr/current", "unconfined").With("/proc/self/attr/current", "a:b:c:s0:c8,c9");

        Assert.Equal(["c1,c2", "c3,c4"], SelinuxCategories.Taken(host.Files, ["u:r:t:s0:c3,c4", null]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_profile_holds_files_by_descriptor_and_nothing_that_may_be_executed()
    {
        var order = new ConfinementOrder
        {
            Definition = new DomainDefinition { Id = DomainId.New(), Name = "m", MemoryKiB = 1, CurrentMemoryKiB = 1, Vcpus = 1, VcpusCurrent = 1 },
            RunDirectory = "/run/pando/domains/x",
            OwnDirectory = "/run/pando/domains/x/qemu",
            LogPath = "/var/log/pando/m.log",
            Files = [new ConfinedFile("/nowhere/a \"b\"*.qcow2", 1, 2, FileUse.Write), new ConfinedFile("/nowhere/base.qcow2", 1, 3, FileUse.Read)],
        };
        string text = ProfileText.Of("pando-x", order, [new GuestPath("/nowhere/program", GuestPathAccess.Read | GuestPathAccess.Execute)], order.Files, ["/nowhere/base.qcow2", "/nowhere/tap.log"]);

        Assert.Contains("profile pando-x flags=(attach_disconnected,mediate_deleted) {", text, StringComparison.Ordinal);
        Assert.Contains("\"/nowhere/a \\\"b\\\"\\*.qcow2\" rwk,", text, StringComparison.Ordinal);
        Assert.Contains("\"/nowhere/base.qcow2\" rk,", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"/nowhere/base.qcow2\" rwk,", text, StringComparison.Ordinal);
        Assert.Contains("\"/nowhere/tap.log\" rwk,", text, StringComparison.Ordinal);
        Assert.Contains("\"/nowhere/program\" mr,", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"[^\"]*\" [a-z]*x", text);
        ConfinedFile more = new("/nowhere/more", 1, 4, FileUse.Write);
        string with = ProfileText.With(text, more);
        Assert.Contains("\"/nowhere/more\" rwk,", with, StringComparison.Ordinal);
        Assert.Equal(text, ProfileText.Without(with, more));
    }

    [Theory]
    [InlineData("/machine", "/machine.slice")]
    [InlineData("/machine/production/web", "/machine.slice/machine-production.slice/machine-production-web.slice")]
    public void A_partition_is_a_slice_under_systemd(string partition, string slice) => Assert.Equal(slice, MachineGroups.SlicePath(partition));

    [Theory]
    [InlineData("29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate", "/sys/fs/cgroup")]
    [InlineData("40 32 0:35 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw", "/sys/fs/cgroup/unified")]
    [InlineData("41 32 0:36 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory", null)]
    public void The_tree_of_version_2_is_found_where_it_is_mounted(string line, string? mount)
    {
        using var host = new MadeUpHost();
        host.With("/proc/self/mountinfo", line + "\n").With("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");

        Assert.Equal(mount, GroupTree.Find(host.Files)?.Mount);
    }
}

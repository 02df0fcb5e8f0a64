using System.Globalization;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>Confinement on a host that has AppArmor, Landlock and control groups of version 2 with all controllers.</summary>
[Trait("Speed", "Slow")]
public sealed class AppArmorHostTests : IAsyncLifetime
{
    private const string Parser = "/usr/sbin/apparmor_parser";

    private const string Tuning = """
        <memtune><hard_limit unit='MiB'>900</hard_limit><soft_limit unit='MiB'>700</soft_limit></memtune>
        <blkiotune><weight>300</weight></blkiotune>
        <cputune><shares>2048</shares><quota>50000</quota></cputune>
        <numatune><memory mode='strict' nodeset='0'/></numatune>
        """;

    private const string Script = """
        # How many user namespaces a process and this shell have between them.
        spaces() { for one in $1 $$; do readlink /proc/$one/ns/user; done | sort -u | wc -l; }
        begin
        for vm in vm second escaped locked; do pando define /$vm.xml; done
        pando start vm
        qemu=$(qemu)
        echo "vm-label: $(cat /proc/$qemu/attr/current)"
        # Its first thread is in the group of the threads that are no processors.
        group=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$qemu/cgroup); group=${group%/emulator}
        values() {
            cd $group
            echo "$1: $(cat memory.max memory.high cpu.weight vcpu0/cpu.max io.weight cpuset.mems io.max | tr '\n' ' ')" \
                "$(grep Cpus_allowed_list /proc/$qemu/task/$(cat vcpu0/cgroup.threads)/status)"
            cd /
        }
        values vm-group
        echo "vm-privileges: $(grep -c -E '^((CapBnd|CapEff):.0000000000000000|NoNewPrivs:.1|Uid:.990.990.990.990)$' /proc/$qemu/status)"
        pando dominfo vm
        pando check
        pando schedinfo vm --set cpu_shares=512 --set vcpu_quota=30000 --live
        pando memtune vm --hard-limit 800M --soft-limit 600M --live
        pando blkiotune vm --weight 400 --device-read-bytes-sec /dev/vda,1048576 --live
        pando numatune vm --nodeset 1 --live
        pando vcpupin vm 0 1 --live
        values vm-tuned
        echo "vm-users: $(spaces $qemu)" $(cat /proc/$qemu/uid_map /proc/$qemu/gid_map)
        pando start locked
        locked=$(qemu | tr ' ' '\n' | grep -v "^$qemu$")
        echo "locked: $(sed -n 's/^VmLck:[^0-9]*//p' /proc/$locked/status)" $(cat /proc/$locked/uid_map)
        pando destroy locked
        pando start second
        pando attach-device second /shmem.xml --live
        echo "plugged: $(ls /pando/run/domains/*/plugged/shmem0) $(stat -c "%s %u:%g %a" /dev/shm/plugged)" $(grep -c /plugged/ /proc/self/mountinfo)
        echo "groups: $(for one in $(qemu); do sed -n 's/^0:://p' /proc/$one/cgroup; done | sort -u | wc -l)"
        escape all
        pando managedsave vm
        echo "saved: $(grep -c pando- /sys/kernel/security/apparmor/profiles) $(qemu | wc -w) $(find /pando/lib -name '*.save' -exec stat -c '%u:%g %a' {} ';')."
        pando start vm
        echo "restored-label: $(for one in $(qemu); do cat /proc/$one/attr/current; done | sort -u | wc -l) $(cat /proc/$(qemu | cut -d' ' -f1)/attr/current)"
        echo "restored: $(pando list | grep -c running) $(find /pando/lib -name '*.save')."

        # Each by itself, and what a daemon leaves that is killed with its machines.
        left() { ls -d /sys/fs/cgroup/machine/pando-*; grep pando- /sys/kernel/security/apparmor/profiles; ls /pando/run/confinement | grep -v '^view$'; } 2>/dev/null
        end -9; kill -9 $(qemu)
        echo "left-by-kill: $(left | wc -l)"
        begin --confinement-landlock no --confinement-mounts no
        echo "left-after-kill: $(left)."
        pando start vm
        escape apparmor
        pando destroy vm
        echo "survivors: $(pidof escaped)$(qemu)."
        echo "left: $(left)."
        end
        begin --confinement-apparmor no --confinement-mounts no
        escape landlock
        # Taken away while a daemon runs, and before one begins.
        many=$(cat /proc/sys/user/max_user_namespaces); echo 0 > /proc/sys/user/max_user_namespaces
        users() { pando start vm; pando dominfo vm | grep -E 'Confined by|Not used'; echo "$1: $(pando domstate vm) $(spaces $(qemu))"; pando destroy vm; }
        users refused
        end; begin
        users refused-from-the-beginning
        pando check
        echo $many > /proc/sys/user/max_user_namespaces
        end; begin
        users allowed-again

        """;

    private ConfinedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConfinedHost.OpenAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_process_in_the_place_of_QEMU_reaches_nothing_that_is_not_its_machines()
    {
        string said = await _host.RunAsync(Script, "", [.. await DotnetInGuest.NativeAsync(Parser), ConfinedHostFiles.Machine("vm", Tuning)]);

        // The limits of the definition are in force, for the machine and for its processor's thread; and changed, those of the change.
        Assert.Contains("vm-group: 943718400 734003200 200 50000 100000 default 300 0  Cpus_allowed_list:\t0-1\n", said, StringComparison.Ordinal);
        Assert.Contains(
            "vm-tuned: 838860800 629145600 50 30000 100000 default 400 1 254:0 rbps=1048576 wbps=max riops=max wiops=max  Cpus_allowed_list:\t1\n",
            said, StringComparison.Ordinal);
        Assert.Contains("vm-privileges: 4\n", said, StringComparison.Ordinal);
        Assert.Contains("vm-users: 2 990 990 1 990 990 1\n", said, StringComparison.Ordinal);
        // All that QEMU has is locked, also what the guest has not touched.
        string[] locked = said.Split('\n').Single(static line => line.StartsWith("locked: ", StringComparison.Ordinal)).Split(' ', 3);
        Assert.True(int.Parse(locked[1], CultureInfo.InvariantCulture) > 64 << 10, said);
        Assert.Equal("kB 990 990 1", locked[2]);
        Assert.Contains("groups: 2\n", said, StringComparison.Ordinal);
        // It runs under all of it and has been shown a file that it was not started with; on the host nothing is mounted for that.
        Assert.Contains("plugged: 0 1048576 990:990 600 0\n", said, StringComparison.Ordinal);

        Assert.Matches("vm-label: pando-[-0-9a-f]+ \\(enforce\\)", said);
        Assert.Matches("Confined by: .*user 990, seccomp, AppArmor pando-.*Landlock.*own mounts, own users, control group /machine/pando-", said);
        Assert.Matches("Limits: .*hard_limit 921600 KiB", said);
        Assert.Contains("pass  AppArmor: AppArmor is on", said, StringComparison.Ordinal);
        Assert.Contains("pass  Control groups: Control groups v2 with cpuset, cpu, io, memory", said, StringComparison.Ordinal);

        // A saved machine leaves no profile; restored, it has its own again.
        Assert.Contains("saved: 1 1 0:0 600.\n", said, StringComparison.Ordinal);
        Assert.Matches("restored-label: 2 pando-[-0-9a-f]+ \\(enforce\\)", said);
        Assert.Contains("restored: 2 .\n", said, StringComparison.Ordinal);

        Assert.Matches("all-label: pando-[-0-9a-f]+ \\(enforce\\)", said);
        Assert.Matches("apparmor-label: pando-[-0-9a-f]+ \\(enforce\\)", said);
        Assert.Contains("landlock-label: unconfined", said, StringComparison.Ordinal);
        foreach (string by in (string[])["all", "apparmor", "landlock"])
        {
            foreach (string what in (string[])["other", "running", "memory", "shadow", "made", "root", "another"])
            {
                Assert.Contains($"{by}-{what}: denied", said, StringComparison.Ordinal);
            }

            Assert.Contains($"{by}-own: mine", said, StringComparison.Ordinal);
        }

        Assert.Contains("all-users: 990 990 1\n", said, StringComparison.Ordinal);
        Assert.Contains("landlock-users: 990 990 1\n", said, StringComparison.Ordinal);
        Assert.Contains("refused: running 1\n", said, StringComparison.Ordinal);
        Assert.Contains("refused-from-the-beginning: running 1\n", said, StringComparison.Ordinal);
        Assert.Contains("warn  Users that QEMU sees: The kernel lets pandod make no user namespace", said, StringComparison.Ordinal);
        Assert.Contains("allowed-again: running 2\n", said, StringComparison.Ordinal);

        // Landlock keeps signals in only from Linux 6.12 on.
        Assert.Contains("all-signals: none", said, StringComparison.Ordinal);
        Assert.Contains("apparmor-signals: none", said, StringComparison.Ordinal);

        // A group, a profile, its text and a record of each of the two.
        Assert.Contains("left-by-kill: 8\n", said, StringComparison.Ordinal);
        Assert.Contains("left-after-kill: .", said, StringComparison.Ordinal);
        Assert.Contains("left: .", said, StringComparison.Ordinal);
        Assert.Contains("survivors: .", said, StringComparison.Ordinal);
    }
}

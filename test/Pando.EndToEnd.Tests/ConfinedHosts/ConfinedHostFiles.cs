using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>What lies in the guest that is the host: the product, QEMU, three machines and their disks, and files that are none of theirs.</summary>
internal static class ConfinedHostFiles
{
    /// <summary>In the place of QEMU: only what a shell does itself, for a profile lets nothing else be executed.</summary>
    private static string Escaped => $$"""
        #!/bin/sh
        case "$*" in *-uuid*) ;; *) exec {{HostInGuestFiles.Qemu}} "$@" ;; esac
        reads() { if read -r word < $2; then echo "$1: $word"; else echo "$1: denied"; fi; }
        read -r label < /proc/self/attr/current
        echo "label: $label"
        reads other /other.raw
        reads running /vm.raw
        # It has shared memory of its own, and so has another.
        reads memory /dev/shm/of-another
        reads shadow /etc/shadow
        # In a user namespace of its own root is nobody; where nothing else may be executed that holds already.
        if /usr/bin/setpriv --reuid=0 /bin/true; then echo "root: yes"; else echo "root: denied"; fi
        if /usr/bin/setpriv --reuid=991 /bin/true; then echo "another: yes"; else echo "another: denied"; fi
        if read -r first rest < /proc/self/uid_map; then echo "users:" $first $rest; fi
        if echo x > /etc/made; then echo "made: yes"; else echo "made: denied"; fi
        # A machine that runs has the same user.
        signals=none; pid=2
        while [ $pid -lt 4000 ]; do
            if [ $pid != $$ ] && kill -0 $pid 2>/dev/null; then signals=$pid; fi
            pid=$((pid + 1))
        done
        echo "signals: $signals"
        for fd in 3 4 5 6 7 8 9; do if read -r word <&$fd && [ "$word" = mine ]; then echo "own: $word"; fi; done
        """;

    public static async Task<IReadOnlyList<GuestFile>> AllAsync()
    {
        // A whole sector, so that it is read as a disk, too.
        string disk = "mine\n" + new string('\n', 4091);
        return
        [
            .. await HostInGuestFiles.WithAsync(),
            // busybox's shell takes its own setpriv for util-linux's.
            new GuestFile("bin/sh", "/usr/bin/dash", Executable: true),
            GuestFile.OfText("escaped", Escaped, executable: true),
            Machine("vm"),
            Machine("second"),
            Machine("locked", "<memtune><hard_limit unit='MiB'>900</hard_limit></memtune><memoryBacking><locked/></memoryBacking>"),
            Machine("escaped", emulator: "<emulator>/escaped</emulator>", devices: SharedMemory("of-escaped")),
            GuestFile.OfText("shmem.xml", SharedMemory("plugged")),
            .. ((string[])["vm", "second", "escaped", "locked", "shared"]).Select(name => GuestFile.OfText($"{name}.raw", disk)),
            GuestFile.OfText("other.raw", "another machine's\n"),
            GuestFile.OfText("etc/shadow", "root:secret\n"),
        ];
    }

    private static string SharedMemory(string name) => $"<shmem name='{name}'><model type='ivshmem-plain'/><size unit='M'>1</size></shmem>";

    /// <summary>A machine with a disk of its own, and one that it only reads and shares.</summary>
    public static GuestFile Machine(string name, string tuning = "", string emulator = "", string devices = "") => GuestFile.OfText($"{name}.xml", $"""
        <domain type='qemu'>
          <name>{name}</name>
          <memory unit='MiB'>64</memory>
          {tuning}
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <devices>
            {emulator}
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/{name}.raw'/><target dev='vda' bus='virtio'/></disk>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/shared.raw'/><target dev='vdb' bus='virtio'/><readonly/></disk>
            <controller type='pci' index='0' model='pcie-root'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-to-pci-bridge'/>
            {devices}
          </devices>
        </domain>
        """);
}

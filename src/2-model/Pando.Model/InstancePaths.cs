namespace Pando.Model;

/// <summary>
/// Where one instance of pandod keeps its things. Names only: nothing is created or looked up here.
/// </summary>
/// <param name="Etc">Configuration.</param>
/// <param name="Lib">State and images: survives a reboot.</param>
/// <param name="Run">Sockets and what is true only while the host is up.</param>
/// <param name="Log">Logs.</param>
public sealed record InstancePaths(string Etc, string Lib, string Run, string Log)
{
    /// <summary>The paths of a Linux service (file-hierarchy(7)).</summary>
    public static InstancePaths System { get; } = new("/etc/pando", "/var/lib/pando", "/run/pando", "/var/log/pando");

    /// <summary>A whole instance under one directory, so that many run side by side.</summary>
    public static InstancePaths Under(string root) =>
        new(Path.Combine(root, "etc"), Path.Combine(root, "lib"), Path.Combine(root, "run"), Path.Combine(root, "log"));

    /// <summary>The REST socket.</summary>
    public string RestSocket => Path.Combine(Run, "pando.sock");

    /// <summary>Definitions, versions and trash: the revisioned store.</summary>
    public string StateDatabase => Path.Combine(Lib, "state.db");

    /// <summary>The journal of jobs: facts of this host only.</summary>
    public string JournalDatabase => Path.Combine(Lib, "journal.db");

    /// <summary>The directory of the default pool.</summary>
    public string DefaultPool => Path.Combine(Lib, "images");

    /// <summary>Guest images that machines are cloned from.</summary>
    public string ImageStore => Path.Combine(Lib, "base-images");

    /// <summary>UEFI variables, a file a machine.</summary>
    public string Nvram => Path.Combine(Lib, "nvram");

    /// <summary>The memory of machines that were saved to be started again, a file a machine.</summary>
    public string ManagedSaves => Path.Combine(Lib, "save");

    /// <summary>What guests that crashed left of their memory.</summary>
    public string Dumps => Path.Combine(Lib, "dump");

    /// <summary>Where a machine's memory is between a managed save and the next start.</summary>
    public string ManagedSave(Domains.DomainId id) => Path.Combine(ManagedSaves, id + ".save");

    /// <summary>The nameless files that hold the memory of guests which ask for files.</summary>
    public string MemoryFiles => Path.Combine(Lib, "memory");

    /// <summary>The values of the host's secrets.</summary>
    public string Secrets => Path.Combine(Lib, "secrets");

    /// <summary>What can be made again: QEMU's capabilities, downloaded packages.</summary>
    public string Cache => Path.Combine(Lib, "cache");

    /// <summary>The kernel and the initrd of a machine's installer, for as long as that runs.</summary>
    public string Installer(Domains.DomainId id) => Path.Combine(Lib, "installers", id.ToString());

    /// <summary>Certificates for what machines serve: directories <c>vnc</c>, <c>spice</c> and <c>serial</c>.</summary>
    public string Tls => Path.Combine(Etc, "tls");

    /// <summary>A running machine's own directory: its sockets and what is in force.</summary>
    public string DomainRun(Domains.DomainId id) => Path.Combine(Run, "domains", id.ToString());

    /// <summary>What a machine's emulated trusted platform module remembers.</summary>
    public string TpmState(Domains.DomainId id) => Path.Combine(Lib, "tpm", id.ToString());

    /// <summary>What is in force of an active network, with the pid file of its server.</summary>
    public string NetworkRun(Networks.NetworkId id) => Path.Combine(NetworkRuns, id.ToString());

    /// <summary>The directories of the active networks.</summary>
    public string NetworkRuns => Path.Combine(Run, "networks");

    /// <summary>Which storage pools are active, a file each.</summary>
    public string PoolRuns => Path.Combine(Run, "pools");

    /// <summary>Which interfaces of running machines stand behind network filters.</summary>
    public string FilteredCards => Path.Combine(Run, "filtered-cards");

    /// <summary>The virtual functions of cards that machines have.</summary>
    public string HeldFunctions => Path.Combine(Run, "held-functions");

    /// <summary>What a network's DHCP and DNS server reads and keeps: its configuration, its hosts, its leases.</summary>
    public string NetworkServer(Networks.NetworkId id) => Path.Combine(Lib, "dnsmasq", id.ToString());

    /// <summary>What a machine's QEMU wrote to its standard output and error.</summary>
    public string DomainLog(string name) => Path.Combine(Log, "domains", name + ".log");

    /// <summary>What a program that runs beside a machine's QEMU wrote; <paramref name="process"/> is the alias of the device it serves.</summary>
    public string SideLog(string name, string process) => Path.Combine(Log, "side-processes", name, process + ".log");
}

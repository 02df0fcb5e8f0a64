namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>
/// A policy in SELinux's Common Intermediate Language: everything is base_t and may do everything; a machine's process is svirt_t, and
/// reaches images only of its own categories. Classes and permissions that it does not name are allowed.
/// </summary>
internal static class SelinuxPolicySource
{
    private const int Categories = 1024;

    // As the kernel numbers them (initial_sid_to_string.h).
    private static readonly string[] Initial =
    [
        "kernel", "security", "unlabeled", "fs", "file", "file_labels", "init", "any_socket", "port", "netif", "netmsg", "node", "igmp_packet",
        "icmp_socket", "tcp_socket", "sysctl_modprobe", "sysctl", "sysctl_fs", "sysctl_kernel", "sysctl_net", "sysctl_net_unix", "sysctl_vm",
        "sysctl_dev", "kmod", "policy", "scmp_packet", "devnull",
    ];

    public static string Text => $"""
        (handleunknown allow)
        (mls true)
        (policycap open_perms)
        (policycap nnp_nosuid_transition)
        {Lines(Initial, "(sid {0})")}
        (sidorder ({string.Join(' ', Initial)}))
        (class file (read write append open getattr create relabelfrom relabelto execute entrypoint))
        (class dir (relabelfrom relabelto))
        (class process (transition dyntransition sigkill sigstop signull signal))
        (class process2 (nnp_transition))
        (classorder (unordered file dir process process2))
        (user u) (role r) (userrole u r)
        {Lines(["base_t", "mine_t", "secret_t", "svirt_t", "svirt_image_t", "svirt_content_t"], "(type {0}) (roletype r {0})")}
        (sensitivity s0) (sensitivityorder (s0))
        {Lines(Enumerable.Range(0, Categories).Select(static number => $"c{number}"), "(category {0})")}
        (categoryorder ({string.Join(' ', Enumerable.Range(0, Categories).Select(static number => $"c{number}"))}))
        (sensitivitycategory s0 (range c0 c1023)) (userlevel u (s0)) (userrange u ((s0) (s0 (range c0 c1023))))
        {Lines(Initial, "(sidcontext {0} (u r base_t ((s0) (s0))))")}
        (genfscon rootfs "/" (u r base_t ((s0) (s0))))
        (fsuse trans tmpfs (u r base_t ((s0) (s0))))
        (typeattribute every_type) (typeattributeset every_type (all))
        (allow base_t every_type (file (read write append open getattr create relabelfrom relabelto execute entrypoint)))
        (allow base_t every_type (dir (relabelfrom relabelto)))
        (allow base_t every_type (process (transition dyntransition sigkill sigstop signull signal)))
        (allow base_t every_type (process2 (nnp_transition)))
        (allow svirt_t base_t (file (read write append open getattr create execute entrypoint)))
        (allow svirt_t svirt_t (file (read write open getattr)))
        (allow svirt_t svirt_t (process (sigkill sigstop signull signal)))
        (allow svirt_t svirt_image_t (file (read write append open getattr)))
        (allow svirt_t svirt_content_t (file (read open getattr)))
        (mlsconstrain (file (read write append)) (or (dom h1 h2) (neq t1 svirt_t)))
        (mlsconstrain (process (sigkill sigstop signull signal)) (or (dom h1 h2) (neq t1 svirt_t)))
        """;

    private static string Lines(IEnumerable<string> names, string line) => string.Join('\n', names.Select(name => line.Replace("{0}", name, StringComparison.Ordinal)));
}

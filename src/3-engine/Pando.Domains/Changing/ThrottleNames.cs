namespace Pando.Domains.Changing;

/// <summary>libvirt's limits of a disk's I/O under QEMU's names (qapi/block-core.json, BlockIOThrottle).</summary>
internal static class ThrottleNames
{
    /// <summary>QEMU's name, the element of <c>iotune</c>, and whether QEMU always wants it.</summary>
    public static IReadOnlyList<(string Qemu, string Element, bool Always)> All { get; } =
    [
        ("bps", "total_bytes_sec", true), ("bps_rd", "read_bytes_sec", true), ("bps_wr", "write_bytes_sec", true),
        ("iops", "total_iops_sec", true), ("iops_rd", "read_iops_sec", true), ("iops_wr", "write_iops_sec", true),
        ("bps_max", "total_bytes_sec_max", false), ("bps_rd_max", "read_bytes_sec_max", false), ("bps_wr_max", "write_bytes_sec_max", false),
        ("iops_max", "total_iops_sec_max", false), ("iops_rd_max", "read_iops_sec_max", false), ("iops_wr_max", "write_iops_sec_max", false),
        ("bps_max_length", "total_bytes_sec_max_length", false), ("bps_rd_max_length", "read_bytes_sec_max_length", false),
        ("bps_wr_max_length", "write_bytes_sec_max_length", false), ("iops_max_length", "total_iops_sec_max_length", false),
        ("iops_rd_max_length", "read_iops_sec_max_length", false), ("iops_wr_max_length", "write_iops_sec_max_length", false),
        ("iops_size", "size_iops_sec", false),
    ];
}

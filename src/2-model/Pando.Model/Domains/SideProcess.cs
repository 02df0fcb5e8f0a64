namespace Pando.Model.Domains;

/// <summary>A program that runs beside QEMU for one machine, such as virtiofsd or swtpm: it begins and ends with the machine.</summary>
/// <param name="Name">Unique in the machine: the alias of the device it serves.</param>
/// <param name="Kind">Which program it is: <c>virtiofsd</c>.</param>
/// <param name="Process">The process.</param>
public sealed record SideProcess(string Name, string Kind, GuestProcess Process);

namespace Pando.Model.Domains;

/// <summary>Where one thread is to run from now on.</summary>
/// <param name="Thread">The number of the virtual processor or I/O thread.</param>
/// <param name="Cpus">The host's processors; null: wherever the machine may.</param>
public sealed record PinChange(int Thread, NumberSet? Cpus);

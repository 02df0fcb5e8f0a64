namespace Pando.Linux.Networking;

/// <summary>A class of packets as the kernel has it.</summary>
/// <param name="Id">Its number in its queue: <c>1:2</c> is 2.</param>
/// <param name="Parent">The number of the class that it borrows from; 0 is none.</param>
/// <param name="BytesPerSecond">What it may send.</param>
/// <param name="PeakBytesPerSecond">What it may send with what it borrows or has saved up.</param>
/// <param name="BurstBytes">What it saves up, as the kernel rounds it.</param>
public sealed record TrafficClass(int Id, int Parent, long BytesPerSecond, long PeakBytesPerSecond, long BurstBytes);

/// <summary>A filter of packets as the kernel has it.</summary>
/// <param name="Priority">Its place among the filters of its queue, by which it is known.</param>
/// <param name="Class">The class that it puts packets into; 0 is none.</param>
/// <param name="Target">The number of the device that it hands packets to; null is none.</param>
/// <param name="Address">The receiver that it looks for, in 48 bits; null is all.</param>
public sealed record TrafficFilter(int Priority, int Class, int? Target, long? Address);

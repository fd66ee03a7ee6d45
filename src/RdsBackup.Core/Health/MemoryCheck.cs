using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>This machine, or the container it is, has memory to spare. <see cref="Errors"/> has its texts.</summary>
/// <param name="target">Name of the machine.</param>
/// <param name="measure">Bytes there are and bytes in use; both zero when that is not known.</param>
internal sealed class MemoryCheck(string target, Func<(long Total, long Used)> measure) : HealthCheck(HealthCheckName.Memory, target)
{
    private const long Enough = 256L << 20; // Copies at full speed took less than half of it.

    /// <summary>The check of the machine it runs on.</summary>
    public static MemoryCheck OfThisMachine() => new(Environment.MachineName, () =>
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        return (memory.TotalAvailableMemoryBytes, memory.MemoryLoadBytes);
    });

    /// <inheritdoc/>
    public override Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        (long total, long used) = measure();
        long free = total - used;
        return Task.FromResult(used == 0 ? HealthVerdict.Unknown(nameof(Messages.HealthMemoryUnknown))
            : free < Enough ? HealthVerdict.Warning(nameof(Messages.HealthMemoryLow), free >> 20, total >> 20, Enough >> 20)
            : HealthVerdict.Healthy(nameof(Messages.HealthMemoryFree), free >> 20, total >> 20));
    }
}
